import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { text as textOf } from "node:stream/consumers";
import { AwsError } from "./awsError";
import type { CallLog } from "./callLog";
import { isObject } from "./shape";

/** What plugins have to know of the account besides what its services tell them. */
export interface AccountFacts {
  region: string;
  accountId: string;
  /** For the clusters, all of which are the same one. */
  kubeconfig: string;
}

/**
 * Answers plugins: `GET /account` gives the facts, `POST /SERVICE/ACTION` makes a call. Refusals are answered with status
 * 400 and `{code, message}`.
 */
export function accountRequestHandler(log: CallLog, facts: AccountFacts): RequestListener {
  const answer = async (request: IncomingMessage): Promise<object> => {
    const [, service = "", action = ""] = (request.url ?? "").split("/");
    if (request.method === "GET" && service === "account") return facts;
    const parameters: unknown = JSON.parse(await textOf(request));
    if (request.method !== "POST" || !isObject(parameters))
      throw new AwsError("InvalidRequest", `${request.method ?? ""} ${request.url ?? ""} is no call`);
    return log.call(service, action, parameters);
  };
  return (request, response) => {
    answer(request).then(
      (result) => {
        send(response, 200, result);
      },
      (error: unknown) => {
        if (error instanceof AwsError) send(response, 400, { code: error.code, message: error.message });
        else send(response, 500, { code: "InternalFailure", message: String(error) });
      },
    );
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
