/** The ConfigMap `aws-observability/aws-logging`, from which Fargate configures the log router of each new pod. */

/** Namespace and name that Fargate looks for, and the label that the namespace has to have. */
export const LOG_ROUTER_NAMESPACE = "aws-observability";
export const LOG_ROUTER_CONFIG_MAP = "aws-logging";
export const LOG_ROUTER_NAMESPACE_LABELS = { "aws-observability": "enabled" };

/** Fargate ignores a larger ConfigMap. Source: EKS User Guide, "Start AWS Fargate logging for your cluster". */
export const LOG_ROUTER_CHARACTERS = 5300;

export interface LogRouterOptions {
  region: string;
  logGroupName: string;
  /** `[FILTER]` sections in place of the default ones. */
  filters: string | undefined;
  /** `[PARSER]` sections besides the default one. */
  parsers: string | undefined;
}

/** The content of the ConfigMap: what containers print goes to the log group, with namespace, pod and container. */
export function logRouterConfiguration(options: LogRouterOptions): Record<string, string> {
  return {
    // The router's own messages would go to a log group that it makes by itself.
    flb_log_cw: "false",
    "filters.conf": `${options.filters?.trim() ?? DEFAULT_FILTERS}\n`,
    "parsers.conf": `${[RUNTIME_PARSER, ...(options.parsers === undefined ? [] : [options.parsers.trim()])].join("\n\n")}\n`,
    "output.conf": `${outputTo(options.logGroupName, options.region)}\n`,
  };
}

/** What is wrong with the size of the content, or undefined. */
export function logRouterSizeProblem(data: Readonly<Record<string, string>>): string | undefined {
  const characters = Object.entries(data).reduce((sum, [key, text]) => sum + key.length + text.length, 0);
  if (characters <= LOG_ROUTER_CHARACTERS) return undefined;
  return `makes the log router's configuration ${characters} characters long; Fargate ignores one of more than ${LOG_ROUTER_CHARACTERS}`;
}

/** Each line as the container runtime writes it: time, stream, whether the line goes on, and the line itself. */
const RUNTIME_PARSER = section("PARSER", {
  Name: "crio",
  Format: "Regex",
  Regex: "^(?<time>[^ ]+) (?<stream>stdout|stderr) (?<logtag>P|F) (?<log>.*)$",
  Time_Key: "time",
  Time_Format: "%Y-%m-%dT%H:%M:%S.%L%z",
});

const DEFAULT_FILTERS = [
  section("FILTER", { Name: "parser", Match: "*", Key_name: "log", Parser: "crio" }),
  section("FILTER", {
    Name: "kubernetes",
    Match: "kube.*",
    Merge_Log: "On",
    Keep_Log: "Off",
    Buffer_Size: "0",
    Kube_Meta_Cache_TTL: "300s",
  }),
].join("\n\n");

function outputTo(logGroupName: string, region: string): string {
  return section("OUTPUT", {
    Name: "cloudwatch_logs",
    Match: "kube.*",
    region,
    log_group_name: logGroupName,
    log_stream_prefix: "fargate-",
    // The group is the stack's: a router that made it would bring it back after `pulumi destroy`.
    auto_create_group: "false",
  });
}

function section(name: string, settings: Readonly<Record<string, string>>): string {
  return [`[${name}]`, ...Object.entries(settings).map(([key, value]) => `    ${key} ${value}`)].join("\n");
}
