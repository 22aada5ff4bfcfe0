import { applyPatch } from "fast-json-patch";
import type { CompiledConfiguration } from "../decision/compileConfiguration";
import { decide, type Entry } from "../decision/decide";
import type { Decision } from "../decision/decision";
import { isJsonObject, type JsonObject } from "../json";
import { applyLimitRange, type LimitRangeItem } from "../lint/limitRange";

/** A pod that is to be created, and where. */
export interface NewPod {
  readonly pod: JsonObject;
  readonly namespace: string;
  /** Limits of the namespace's LimitRange; none where there is no such. */
  readonly limits: readonly LimitRangeItem[];
}

/** What becomes of a pod on its way through the API server. */
export interface AdmittedPod {
  readonly decision: Decision;
  /** Without sidecars, and with the defaults of the LimitRange. */
  readonly before: JsonObject;
  /** The same with sidecars, to which the LimitRange has added nothing yet. */
  readonly after: JsonObject;
}

/**
 * What the API server makes of a new pod: the defaults of a LimitRange come before the injector, and once more after it,
 * for what it has added, and the injector is asked again.
 */
export function admitPod(
  { pod, namespace, limits }: NewPod,
  configuration: CompiledConfiguration,
  entry: Entry,
): AdmittedPod {
  const before = applyLimitRange(pod, limits);
  const decision = decide(before, namespace, configuration, entry);
  const after = patched(before, decision);
  if (limits.length === 0 || decision.size === undefined) return { decision, before, after };
  const size = decide(applyLimitRange(after, limits), namespace, configuration, entry).size ?? decision.size;
  return { decision: { ...decision, size }, before, after };
}

function patched(pod: JsonObject, { patch }: Decision): JsonObject {
  if (patch === undefined) return pod;
  // What is applied gets into the document, and is changed by what comes after.
  const operations = structuredClone(patch.operations).map(({ op, path, value }) => ({ op, path, value }));
  const changed: unknown = applyPatch<unknown>(structuredClone(pod), operations).newDocument;
  return isJsonObject(changed) ? changed : pod;
}
