import { isJsonObject, type JsonObject } from "../json";
import { imageName } from "./imageName";
import type { LintFinding } from "./lintRule";

/**
 * Sidecars that have something to do when the pod ends, in a template that gives no time for it. One of them is enough to
 * tell.
 *
 * @param gracePeriodSeconds What the template gives; 0 where it is all the same to it.
 */
export function flushFindings(
  sidecars: readonly { readonly item: JsonObject; readonly path: string }[],
  gracePeriodSeconds: number,
): readonly LintFinding[] {
  if (gracePeriodSeconds > 0) return [];
  for (const { item, path } of sidecars) {
    const reason = reasonToWait(item);
    if (reason === undefined) continue;
    const message = `${reason}, and the template gives no terminationGracePeriodSeconds for it`;
    return [{ rule: "grace-period", path, message }];
  }
  return [];
}

function reasonToWait({ image, lifecycle }: JsonObject): string | undefined {
  if (isJsonObject(lifecycle) && isJsonObject(lifecycle.preStop)) return "has a preStop hook";
  return typeof image === "string" && ships(image) ? "ships what it has gathered when the pod ends" : undefined;
}

/** Shippers of logs, metrics and traces, by the last part of their images' names, which mirrors keep. */
const SHIPPERS: ReadonlySet<string> = new Set([
  "amazon-cloudwatch-agent",
  "amazon-kinesis-agent",
  "aws-for-fluent-bit",
  "aws-xray-daemon",
  "cloudwatch-agent",
  "elastic-agent",
  "filebeat",
  "fluent-bit",
  "fluentbit",
  "fluentd",
  "fluentd-kubernetes-daemonset",
  "grafana-agent",
  "jaeger-agent",
  "logstash",
  "metricbeat",
  "newrelic-fluentbit-output",
  "opentelemetry-collector",
  "opentelemetry-collector-contrib",
  "opentelemetry-collector-k8s",
  "promtail",
  "telegraf",
]);

/** Those whose images have names that others may have too, with the part before. */
const OF_A_MAKER: ReadonlySet<string> = new Set([
  "datadog/agent",
  "datadoghq/agent",
  "grafana/agent",
  "grafana/alloy",
  "timberio/vector",
]);

function ships(image: string): boolean {
  const { path, name } = imageName(image);
  return SHIPPERS.has(name) || name.endsWith("otel-collector") || OF_A_MAKER.has(path.split("/").slice(-2).join("/"));
}
