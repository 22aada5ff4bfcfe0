import { isJsonObject, type JsonObject } from "../injection";

/** A request to admit something, as `admission.k8s.io/v1` has it; only the fields that matter here. */
export interface AdmissionRequest {
  readonly uid: string;
  readonly operation: string;
  readonly namespace: string;
  readonly name: string;
  readonly dryRun: boolean;
  /** The new pod, raw; undefined where the request is about anything else than the creation of a pod. */
  readonly newPod: JsonObject | undefined;
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
  const operation = text(request.operation);
  return {
    uid,
    operation,
    namespace: text(request.namespace),
    name: text(request.name),
    dryRun: request.dryRun === true,
    newPod: operation === "CREATE" && isAboutPods(request) && isJsonObject(request.object) ? request.object : undefined,
  };
}

function isAboutPods({ kind, resource, subResource }: JsonObject): boolean {
  const isPod = isJsonObject(kind) && kind.kind === "Pod" && (kind.group ?? "") === "" && kind.version === "v1";
  const isPods = !isJsonObject(resource) || resource.resource === "pods";
  return isPod && isPods && (subResource === undefined || subResource === "");
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** What the API server is told beside "allowed", which this webhook always says. */
export interface AdmissionAnswer {
  /** A JSON Patch, base64. */
  readonly patch?: string | undefined;
  readonly warnings?: readonly string[];
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

/** The API server cuts longer warnings off. Source: k8s.io/apiserver, endpoints/filters/warning.go. */
const WARNING_LENGTH = 256;

/** The AdmissionReview that answers the request with this uid. */
export function formatAdmissionReview(uid: string, { patch, warnings, auditAnnotations }: AdmissionAnswer): string {
  let response = `{"uid":${JSON.stringify(uid)},"allowed":true`;
  if (patch !== undefined) response += `,"patchType":"JSONPatch","patch":"${patch}"`;
  if (warnings !== undefined && warnings.length > 0)
    response += `,"warnings":${JSON.stringify(warnings.map((warning) => warning.slice(0, WARNING_LENGTH)))}`;
  if (auditAnnotations !== undefined) response += `,"auditAnnotations":${JSON.stringify(auditAnnotations)}`;
  return `{"apiVersion":"${API_VERSION}","kind":"AdmissionReview","response":${response}}}`;
}
