import type { AwsService } from "./apiAction";
import { AwsError } from "./awsError";

/** An API call that was made. */
export interface AwsCall {
  /** "eks" */
  service: string;
  /** "CreateFargateProfile" */
  action: string;
  parameters: object;
  /** Marks of a counter that goes on at each start and each end of a call; not times. */
  startedAt: number;
  endedAt: number;
  /** Where the service refused it. */
  error?: { code: string; message: string };
}

/**
 * The calls that a service refused, as "eks:CreateFargateProfile ResourceInUseException: …". Questions after something
 * that is gone are not among them: they are how one learns that.
 */
export function refusedCalls(calls: readonly AwsCall[]): string[] {
  return calls.flatMap(({ service, action, error }) => {
    if (error === undefined || (/^(Describe|Get|List)/.test(action) && /NotFound|NoSuchEntity/.test(error.code)))
      return [];
    return [`${service}:${action} ${error.code}: ${error.message}`];
  });
}

/** Makes the calls, and keeps a record of them. */
export class CallLog {
  readonly calls: AwsCall[] = [];
  private marks = 0;

  constructor(private readonly services: Readonly<Record<string, AwsService>>) {}

  /** @throws AwsError where the service refuses the call, or where the stand-in does not know it */
  async call(service: string, action: string, parameters: object): Promise<object> {
    const startedAt = ++this.marks;
    const record = (error?: AwsError): void => {
      const failure = error && { error: { code: error.code, message: error.message } };
      this.calls.push({ service, action, parameters, startedAt, endedAt: ++this.marks, ...failure });
    };
    try {
      const run = this.services[service]?.actions[action];
      if (run === undefined)
        throw new AwsError("UnknownOperationException", `the stand-in has no ${service}.${action}`);
      const result = await run(parameters);
      record();
      return result;
    } catch (error) {
      record(error instanceof AwsError ? error : new AwsError("InternalFailure", String(error)));
      throw error;
    }
  }
}
