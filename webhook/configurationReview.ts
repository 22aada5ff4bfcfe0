import { isDeepStrictEqual } from "node:util";
import {
  CONFIGURATION_FORMAT,
  findingProblems,
  FORMAT_ANNOTATION,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type Problem,
} from "../injection";
import { readSidecarConfiguration } from "../presets/readSidecarConfiguration";
import { readConfigMap } from "./configuration/configMapContent";

/**
 * What is to be said of a sidecar ConfigMap before it is written: what lint rules of level `error` find is a problem too,
 * and what those of level `warn` find a warning.
 */
export type ConfigurationReview =
  /** `problems` are those that it has had before this change, which leaves its content as it was. */
  | { readonly result: "accepted"; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] }
  | { readonly result: "refused"; readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] }
  /** It is written for a newer injector, which may know more than this one. */
  | { readonly result: "newer-format"; readonly format: number };

/** `error`: there is nothing to say, because the review itself has failed. */
export type ConfigurationReviewResult = ConfigurationReview["result"] | "error";

/**
 * Reviews a new or changed sidecar ConfigMap.
 * @param before the same as it is now; undefined where it is new. A change that leaves the content alone is accepted
 * whatever the content is: labels and finalizers of a ConfigMap that got in wrong must not be stuck.
 */
export function reviewConfiguration(configMap: JsonObject, before: JsonObject | undefined): ConfigurationReview {
  const format = readFormat(configMap);
  if (typeof format === "number" && format > CONFIGURATION_FORMAT) return { result: "newer-format", format };
  const { data, problems: sourceProblems } = readConfigMap(configMap);
  const parsed = readSidecarConfiguration(data ?? {});
  const problems = [
    ...(typeof format === "number" ? [] : [format]),
    ...sourceProblems,
    ...parsed.problems,
    ...findingProblems(parsed.findings, "error"),
  ];
  const isLetThrough = problems.length === 0 || (before !== undefined && hasSameContent(configMap, before));
  const warnings = [...parsed.warnings, ...findingProblems(parsed.findings, "warn")];
  return { result: isLetThrough ? "accepted" : "refused", problems, warnings };
}

/** The version of the format that a ConfigMap says it is written in, or what is wrong with what it says. */
function readFormat(configMap: JsonObject): number | Problem {
  const text = formatAnnotation(configMap);
  if (text === undefined || text === null) return CONFIGURATION_FORMAT;
  if (typeof text === "string" && /^[1-9]\d*$/.test(text)) return Number(text);
  return {
    path: `metadata.annotations["${FORMAT_ANNOTATION}"]`,
    message: `must be the number of a format, from "1" to "${CONFIGURATION_FORMAT}" here, but is ${JSON.stringify(text)}`,
  };
}

function formatAnnotation({ metadata }: JsonObject): JsonValue | undefined {
  const annotations = isJsonObject(metadata) ? metadata.annotations : undefined;
  return isJsonObject(annotations) ? annotations[FORMAT_ANNOTATION] : undefined;
}

function hasSameContent(configMap: JsonObject, before: JsonObject): boolean {
  const content = ({ data, binaryData }: JsonObject): unknown => [data ?? {}, binaryData ?? {}];
  return (
    isDeepStrictEqual(content(configMap), content(before)) && formatAnnotation(configMap) === formatAnnotation(before)
  );
}
