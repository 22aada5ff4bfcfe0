/** Ready sidecar templates for what people run beside pods on Fargate: as data by name, and as typed functions. */
import { ADOT_COLLECTOR } from "./adotCollector";
import { CLOUDWATCH_AGENT } from "./cloudwatchAgent";
import { DATADOG_AGENT } from "./datadogAgent";
import { ENVOY } from "./envoy";
import { FLUENT_BIT } from "./fluentBit";
import { NODE_EXPORTER } from "./nodeExporter";
import type { Preset } from "./preset";
import { presetTemplate, type PresetOptions } from "./presetTemplate";
import { XRAY_DAEMON } from "./xrayDaemon";

export { definePreset } from "./preset";
export type {
  PolicyDocument,
  PolicyScope,
  PolicyStatement,
  Preset,
  PresetParameter,
  PresetParameters,
  PresetSecret,
} from "./preset";
export { ownPresetTemplate, presetTemplate, type PresetOptions, type PresetSelection } from "./presetTemplate";
export { ADOT_COLLECTOR, CLOUDWATCH_AGENT, DATADOG_AGENT, ENVOY, FLUENT_BIT, NODE_EXPORTER, XRAY_DAEMON };

const ALL: readonly Preset[] = [
  FLUENT_BIT,
  ADOT_COLLECTOR,
  CLOUDWATCH_AGENT,
  XRAY_DAEMON,
  DATADOG_AGENT,
  ENVOY,
  NODE_EXPORTER,
];

/** What `preset:` in a template can name. */
export const PRESETS: ReadonlyMap<string, Preset> = new Map(ALL.map((preset) => [preset.name, preset]));

type OptionsOf<Known> = Known extends Preset<infer Parameters> ? PresetOptions<Parameters> : never;

/** A template with Fluent Bit, which sends log files to CloudWatch Logs. */
export function fluentBit(options: OptionsOf<typeof FLUENT_BIT>): string {
  return presetTemplate(FLUENT_BIT, options);
}

/** A template with the ADOT collector, which sends OpenTelemetry to X-Ray and CloudWatch. */
export function adotCollector(options: OptionsOf<typeof ADOT_COLLECTOR>): string {
  return presetTemplate(ADOT_COLLECTOR, options);
}

/** A template with the CloudWatch agent, for StatsD and embedded metrics. */
export function cloudwatchAgent(options: OptionsOf<typeof CLOUDWATCH_AGENT>): string {
  return presetTemplate(CLOUDWATCH_AGENT, options);
}

/** A template with the X-Ray daemon, for apps with X-Ray's own SDKs. */
export function xrayDaemon(options: OptionsOf<typeof XRAY_DAEMON>): string {
  return presetTemplate(XRAY_DAEMON, options);
}

/** A template with the Datadog agent. Its Secret must be in the namespace of each pod. */
export function datadogAgent(options: OptionsOf<typeof DATADOG_AGENT>): string {
  return presetTemplate(DATADOG_AGENT, options);
}

/** A template with Envoy before the app. */
export function envoy(options: OptionsOf<typeof ENVOY> = {}): string {
  return presetTemplate(ENVOY, options);
}

/** A template with Prometheus' node exporter. */
export function nodeExporter(options: OptionsOf<typeof NODE_EXPORTER> = {}): string {
  return presetTemplate(NODE_EXPORTER, options);
}
