import { isJsonObject, type JsonObject } from "../../injection/json";

/** One operation of a JSON Patch. Where the path exists already, its value is replaced. */
export interface PatchOperation {
  op: "add";
  path: string;
  value: unknown;
}

/** Works out what a webhook changes of a new pod: nothing is an empty list. */
export type PodPatcher = (
  namespace: string,
  pod: JsonObject,
) => readonly PatchOperation[] | Promise<readonly PatchOperation[]>;

/** The answer to an AdmissionReview, in the version that was asked: always allowed, with the patch where there is one. */
export async function answerAdmissionReview(review: unknown, patchPod: PodPatcher): Promise<JsonObject> {
  const { apiVersion = "", kind = "", request } = fields(review);
  const { uid = "", namespace, object } = fields(request);
  const patch = await patchPod(typeof namespace === "string" ? namespace : "", fields(object));
  const encoded = Buffer.from(JSON.stringify(patch)).toString("base64");
  return {
    apiVersion,
    kind,
    response: { uid, allowed: true, ...(patch.length > 0 && { patchType: "JSONPatch", patch: encoded }) },
  };
}

export function add(path: string, value: unknown): PatchOperation {
  return { op: "add", path, value };
}

/** The value where it is an object, else an empty one. */
export function fields(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The fields of an object that are strings, as labels and annotations are. */
export function stringFields(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields(value)).flatMap(([key, field]) => (typeof field === "string" ? [[key, field]] : [])),
  );
}
