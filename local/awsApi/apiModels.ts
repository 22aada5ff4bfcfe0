import { readServiceModel, type ServiceModel } from "./serviceModel";
import { checkCall } from "./checkCall";
import { formatProblem } from "../../injection/problem";

/** An API call, as the stand-in account records it. */
export interface ApiCall {
  /** "eks" */
  readonly service: string;
  /** "CreateFargateProfile" */
  readonly action: string;
  readonly parameters: object;
}

/** What is wrong with calls by the models of their services: a sentence each, the same one only once. */
export class ApiModels {
  private readonly models = new Map<string, ServiceModel>();

  /** @param dataDirectory botocore's folder of data */
  constructor(private readonly dataDirectory: string) {}

  problems(calls: readonly ApiCall[]): string[] {
    const sentences = calls.flatMap(({ service, action, parameters }) =>
      checkCall(this.model(service), action, parameters).map(
        (found) => `${service}.${action}: ${formatProblem(found)}`,
      ),
    );
    return [...new Set(sentences)];
  }

  /** Read once: the one of EC2 takes as long as all others together. */
  model(service: string): ServiceModel {
    const known = this.models.get(service) ?? readServiceModel(this.dataDirectory, service);
    this.models.set(service, known);
    return known;
  }
}
