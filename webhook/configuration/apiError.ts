import { ApiException } from "@kubernetes/client-node";
import { isJsonObject } from "../../injection";

/** Why a call of the API server failed, in one line: its own words where it has answered. */
export function describeApiError(error: unknown): string {
  if (error instanceof ApiException) return `HTTP ${error.code}: ${statusMessage(error.body) ?? "no reason given"}`;
  if (!(error instanceof Error)) return JSON.stringify(error);
  // "fetch failed" says nothing; what it was is in the error's cause.
  return error.cause instanceof Error ? `${error.message}: ${describeApiError(error.cause)}` : error.message;
}

/** The message of the `Status` that the API server answers with. */
function statusMessage(body: unknown): string | undefined {
  const status = typeof body === "string" ? parseJson(body) : body;
  return isJsonObject(status) && typeof status.message === "string" ? status.message : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.slice(0, 200) };
  }
}
