// Stand-in for EKS's admission webhook `0500-amazon-eks-fargate-mutation.amazonaws.com`, which runs beside the API server
// of every EKS cluster and cannot be had elsewhere: it gives the pods of a Fargate profile to Fargate.
import { chooseFargateProfile, type FargateProfile } from "../../injection/fargateProfile";
import { isJsonObject, type JsonObject } from "../../injection/json";
import { FARGATE_PROFILE_LABEL, FARGATE_SCHEDULER } from "../../injection/names";

interface PatchOperation {
  op: "add";
  path: string;
  value: unknown;
}

/** The priority that EKS gives to Fargate pods: each has its node to itself, and nothing to preempt. */
const FARGATE_PRIORITY = { priorityClassName: "system-node-critical", priority: 2_000_001_000 };

/** The answer to an AdmissionReview (v1beta1, as EKS asks for): always allowed, with a patch where a profile matches. */
export function answerFargateAdmission(review: unknown, profiles: readonly FargateProfile[]): JsonObject {
  const { apiVersion = "", kind = "", request } = fields(review);
  const { uid = "", namespace, object } = fields(request);
  const patch = fargatePatch(typeof namespace === "string" ? namespace : "", fields(object), profiles);
  const encoded = Buffer.from(JSON.stringify(patch)).toString("base64");
  return {
    apiVersion,
    kind,
    response: { uid, allowed: true, ...(patch.length > 0 && { patchType: "JSONPatch", patch: encoded }) },
  };
}

function fargatePatch(namespace: string, pod: JsonObject, profiles: readonly FargateProfile[]): PatchOperation[] {
  const labels = stringFields(fields(pod["metadata"])["labels"]);
  const profile = chooseFargateProfile(namespace, labels, profiles);
  if (profile === undefined) return [];
  return [
    add("/metadata/labels", { ...labels, [FARGATE_PROFILE_LABEL]: profile.name }),
    add("/spec/schedulerName", FARGATE_SCHEDULER),
    ...priorityOperations(fields(pod["spec"])),
  ];
}

/** A class that the pod names itself stays: the API server refuses a priority that is not its class's own. */
function priorityOperations(spec: JsonObject): PatchOperation[] {
  if (spec["priorityClassName"]) return [];
  return Object.entries(FARGATE_PRIORITY).map(([field, value]) => add(`/spec/${field}`, value));
}

function add(path: string, value: unknown): PatchOperation {
  return { op: "add", path, value };
}

function fields(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

function stringFields(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields(value)).flatMap(([key, field]) => (typeof field === "string" ? [[key, field]] : [])),
  );
}
