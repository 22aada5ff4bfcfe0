import { isJsonObject, type JsonObject } from "../injection";

/** A request to admit something, as `admission.k8s.io/v1` has it; only the fields that matter here. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly operation: string;
  readonly namespace: string;
  readonly name: string;
  readonly dryRun: boolean;
  /** What it is about in the core API, such as `Pod`; undefined for other APIs, and for a part such as a pod's status. */
  readonly coreKind: string | undefined;
  /** The object as it is to be, raw; undefined where it is to be deleted. */
  readonly object: JsonObject | undefined;
  /** The object as it is; undefined where it is to be created. */
  readonly oldObject: JsonObject | undefined;
}

/** What is wrong with a body that is no AdmissionReview, as a sentence for whoever sent it. */
export interface NoAdmissionReview {
  readonly fault: string;
}

const API_VERSION = "admission.k8s.io/v1";

/** Reads the body of a request. Never throws. */
export function parseAdmissionReview(body: Buffer): AdmissionRequest | NoAdmissionReview {
  let review: unknown;
  try {
    review = JSON.parse(body.toString("utf8"));
  } catch {
    return { fault: "the body is not JSON" };
  }
  if (!isJsonObject(review) || review.kind !== "AdmissionReview") return { fault: "the body is no AdmissionReview" };
  if (review.apiVersion !== API_VERSION)
    return { fault: `apiVersion must be ${API_VERSION}, but is ${JSON.stringify(review.apiVersion)}` };
  const { request } = review;
  if (!isJsonObject(request)) return { fault: "the AdmissionReview has no request" };
  const { uid } = request;
  if (typeof uid !== "string" || uid === "") return { fault: "request.uid is missing" };
  return {
    uid,
    operation: text(request.operation),
    namespace: text(request.namespace),
    name: text(request.name),
    dryRun: request.dryRun === true,
    coreKind: coreKind(request),
    object: isJsonObject(request.object) ? request.object : undefined,
    oldObject: isJsonObject(request.oldObject) ? request.oldObject : undefined,
  };
}

function coreKind({ kind, resource, subResource }: JsonObject): string | undefined {
  if (!isJsonObject(kind) || (kind.group ?? "") !== "" || kind.version !== "v1") return undefined;
  const name = text(kind.kind);
  const isWhole = !isJsonObject(resource) || resource.resource === `${name.toLowerCase()}s`;
  return isWhole && (subResource === undefined || subResource === "") ? name : undefined;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What the API server is told. */
export interface AdmissionAnswer {
  /** Why the object is refused, line by line. Default: it is allowed. */
  readonly refusal?: readonly string[];
  /** A JSON Patch, base64. */
  readonly patch?: string | undefined;
  readonly warnings?: readonly string[];
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

/** The API server cuts longer warnings off. Source: k8s.io/apiserver, endpoints/filters/warning.go. */
export const WARNING_LENGTH = 256;

/** The AdmissionReview that answers the request with this uid. */
export function formatAdmissionReview(uid: string, answer: AdmissionAnswer): string {
  const { refusal, patch, warnings, auditAnnotations } = answer;
  let response = `{"uid":${JSON.stringify(uid)},"allowed":${refusal === undefined}`;
  // Not "Invalid": `kubectl edit` prints nothing of such an answer but that it is invalid.
  if (refusal !== undefined)
    response += `,"status":${JSON.stringify({ code: 400, reason: "BadRequest", message: refusal.map(oneLine).join("\n") })}`;
  if (patch !== undefined) response += `,"patchType":"JSONPatch","patch":"${patch}"`;
  if (warnings !== undefined && warnings.length > 0)
    response += `,"warnings":${JSON.stringify(warnings.map((warning) => oneLine(warning).slice(0, WARNING_LENGTH)))}`;
  if (auditAnnotations !== undefined) response += `,"auditAnnotations":${JSON.stringify(auditAnnotations)}`;
  return `{"apiVersion":"${API_VERSION}","kind":"AdmissionReview","response":${response}}}`;
}

/** The text with every control character written out. The API server drops a warning with one of them in silence. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
