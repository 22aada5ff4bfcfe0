/** The engine: (pod, namespace, sidecar configuration) → decision. Pure: no input or output, no clock, no globals. */
export { decide, type Entry } from "./decision/decide";
export type {
  CostChange,
  Decision,
  InjectedOutcome,
  SizeChange,
  SkippedOutcome,
  TemplateOutcome,
} from "./decision/decision";
export type { AddOperation, InjectionPatch } from "./decision/jsonPatch";
export { formatFargateSize, type FargateSize } from "./fargate/fargateSize";
export { formatCapacity, formatSizeChange } from "./decision/sizeText";
export { clusterFeatures, type ClusterFeatures } from "./decision/clusterFeatures";
export { compileConfiguration, type CompiledConfiguration } from "./decision/compileConfiguration";
export {
  CONFIGURATION_FORMAT,
  EMPTY_SIDECAR_CONFIGURATION,
  keepLastGood,
  parseSidecarConfiguration,
  type InvalidTemplate,
  type LeveledFinding,
  type SidecarConfiguration,
} from "./configuration/sidecarConfiguration";
export { profilesOf, type SidecarTemplate } from "./configuration/parseTemplate";
export type { SidecarTemplateSpec, TemplateBody } from "./configuration/templateBody";
export type { TemplateFormat } from "./configuration/templateFormat";
export { formatProblem, type Problem } from "./problem";
export { parseYamlText, type YamlResult } from "./configuration/yamlText";
export { chooseFargateProfile, type FargateProfile, type FargateProfileSelector } from "./fargate/fargateProfile";
export { findingProblem, findingProblems } from "./lint/formatFinding";
export { isJsonObject, type JsonObject, type JsonValue } from "./json";
export { isRegionName } from "./region";
export { REASONS, type PodReason, type Reason } from "./reasons";
export * from "./names";
