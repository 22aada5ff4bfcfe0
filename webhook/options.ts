import { parseArgs } from "node:util";
import { clusterFeatures, isRegionName } from "../injection";
import type { CertificateFiles } from "./certificate";
import type { ConfigMapReference } from "./configuration/configMapSource";
import { LOG_LEVELS, type LogLevel } from "./log";

export interface WebhookOptions {
  /** Where the sidecar configuration comes from: a file, or a ConfigMap of the cluster that the webhook runs in. */
  readonly source: { readonly file: string } | { readonly configMap: ConfigMapReference };
  readonly certificate: CertificateFiles;
  readonly host: string;
  readonly port: number;
  /** Undefined: ask the API server, or without one take the newest version that is known. */
  readonly kubernetesVersion: string | undefined;
  /** Region of AWS, for the prices there; undefined: sizes without money, unless the configuration has prices. */
  readonly region: string | undefined;
  readonly logLevel: LogLevel;
}

/** A command line that cannot be understood; the message is for the user. */
export class UsageError extends Error {}

export const USAGE = `Options:
  --config FILE                a ConfigMap manifest with the sidecar configuration, or its bare data; followed
  --config-map NAME            the ConfigMap of the cluster that the webhook runs in; followed
  --namespace NAMESPACE        where that ConfigMap is
  --tls-cert FILE              the serving certificate, PEM; followed
  --tls-key FILE               its private key, PEM; followed
  --host ADDRESS               address to listen on, "*" for every one (default 127.0.0.1)
  --port PORT                  port to listen on, 0 for a free one (default 8443)
  --kubernetes-version VERSION decides how native sidecars are written (default: the cluster's, else 1.36)
  --region NAME                region of AWS, such as eu-west-1, for what Fargate costs there (default: no money)
  --log-level LEVEL            ${LOG_LEVELS.join(", ")} (default info)
`;

/**
 * Reads the command line of the webhook.
 * @throws UsageError that names the option, its value and what would be right.
 */
export function parseOptions(args: readonly string[]): WebhookOptions {
  const values = parse(args);
  const level = values["log-level"] ?? "info";
  const logLevel = LOG_LEVELS.find((known) => known === level);
  if (logLevel === undefined)
    throw new UsageError(`--log-level: must be one of ${LOG_LEVELS.join(", ")}, but is "${level}"`);
  const { host = "127.0.0.1", "kubernetes-version": kubernetesVersion } = values;
  if (host === "") throw new UsageError('--host: must be an address, or "*" for every one, but is empty');
  if (kubernetesVersion !== undefined && clusterFeatures(kubernetesVersion) === undefined)
    throw new UsageError(`--kubernetes-version: must be like 1.36, but is "${kubernetesVersion}"`);
  const { region } = values;
  if (region !== undefined && !isRegionName(region))
    throw new UsageError(`--region: must be like eu-west-1, but is "${region}"`);
  return {
    source: sourceOf(values),
    certificate: { certificateFile: required(values, "tls-cert"), keyFile: required(values, "tls-key") },
    host,
    port: portOf(values.port ?? "8443"),
    kubernetesVersion,
    region,
    logLevel,
  };
}

const OPTION_NAMES = [
  "config",
  "config-map",
  "namespace",
  "tls-cert",
  "tls-key",
  "host",
  "port",
  "kubernetes-version",
  "region",
  "log-level",
] as const;

type Values = Partial<Record<(typeof OPTION_NAMES)[number], string>>;

function parse(args: readonly string[]): Values {
  const options = Object.fromEntries(OPTION_NAMES.map((name) => [name, { type: "string" as const }]));
  try {
    const { values } = parseArgs({ args: [...args], options, strict: true });
    return values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function sourceOf(values: Values): WebhookOptions["source"] {
  const { config, namespace } = values;
  const configMap = values["config-map"];
  if (config !== undefined && configMap !== undefined)
    throw new UsageError("--config and --config-map are both given; give one");
  if (config !== undefined) return { file: config };
  if (configMap === undefined) throw new UsageError("--config FILE is missing (or --config-map NAME in a cluster)");
  if (namespace === undefined) throw new UsageError("--namespace is missing: it says where --config-map is");
  return { configMap: { namespace, name: configMap } };
}

function required(values: Values, name: "tls-cert" | "tls-key"): string {
  const value = values[name];
  if (value === undefined) throw new UsageError(`--${name} FILE is missing`);
  return value;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new UsageError(`--port: must be from 0 to 65535, but is "${text}"`);
  return port;
}
