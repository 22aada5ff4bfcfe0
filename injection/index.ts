export {
  parseSidecarConfiguration,
  keepLastGood,
  type SidecarConfiguration,
} from "./configuration/sidecarConfiguration";
export type { SidecarTemplate, SidecarTemplateSpec } from "./configuration/parseTemplate";
export { formatProblem, type Problem } from "./configuration/problem";
export { chooseFargateProfile, type FargateProfile, type FargateProfileSelector } from "./fargateProfile";
export { REASONS, type Reason } from "./reasons";
export * from "./names";
