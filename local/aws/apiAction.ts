import { AwsError } from "./awsError";
import { describeProblems, objectOf, type Fields, type ObjectOf } from "./shape";

/** One action of a service's API: takes the parameters as they came, gives the result. Throws AwsError. */
export type ApiAction = (parameters: unknown) => object | Promise<object>;

/** The part of an AWS service that this stand-in has. */
export interface AwsService {
  /** By the name that the API has for it: "CreateVpc". */
  actions: Readonly<Record<string, ApiAction>>;
  /** Everything that exists. */
  objects(): AwsObject[];
}

/** Something that exists in the account. */
export interface AwsObject {
  /** "eks:fargate-profile" */
  kind: string;
  /** What the service's own API calls it: an id, a name or an ARN. */
  id: string;
  tags: Readonly<Record<string, string>>;
}

/** An action that takes parameters of these names and shapes; others are refused, like the SDKs do. */
export function apiAction<F extends Fields>(
  fields: F,
  run: (parameters: ObjectOf<F>) => object | Promise<object>,
): ApiAction {
  const shape = objectOf(fields);
  return (parameters) => {
    if (!shape.is(parameters)) throw new AwsError("ParamValidation", describeProblems(shape.problems(parameters, "")));
    return run(parameters);
  };
}
