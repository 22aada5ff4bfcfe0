import type { TemplateFormat } from "../injection";

/** One parameter of a template, as the sidecar language writes it. */
export type PresetParameter = NonNullable<TemplateFormat["parameters"]>[string];

export type PresetParameters = Readonly<Record<string, PresetParameter>>;

/** A ready sidecar template, with what there is to know of it. Everything in it is data: pages and types come from it. */
export interface Preset<Parameters extends PresetParameters = PresetParameters> {
  /** What stands behind `preset:` in the sidecar configuration. */
  readonly name: string;
  readonly title: string;
  /** The DaemonSet that does this on EC2 nodes, in words. */
  readonly replaces: string;
  /** What the sidecar does in a pod, in a few sentences. */
  readonly does: string;
  /** The template, in the format of the sidecar language. It says nothing of which pods it is for. */
  readonly template: TemplateFormat & { readonly parameters: Parameters };
  /** What each parameter is. */
  readonly descriptions: Readonly<Record<keyof Parameters & string, string>>;
  /** What the pod's own containers get, a line for each. */
  readonly appGets: readonly string[];
  /** What the pod's IAM role must allow: the `policy` of WorkloadRole. Undefined where the sidecar calls no AWS API. */
  readonly policy: ((scope: PolicyScope) => PolicyDocument) | undefined;
  /** Secrets that must be in the namespace of each pod. */
  readonly secrets: readonly PresetSecret[];
  /** The strictest level of the Pod Security Standards that a pod with the sidecar keeps. */
  readonly podSecurity: "restricted" | { readonly level: "baseline" | "privileged"; readonly why: string };
  /** What whoever uses it should know. */
  readonly notes: readonly string[];
  /** What was not tried with the real image or on a real cluster. */
  readonly unproven: readonly string[];
}

/** A preset whose parameters keep their names and types. */
export function definePreset<const Parameters extends PresetParameters>(
  preset: Preset<Parameters>,
): Preset<Parameters> {
  return preset;
}

/** A Secret with credentials, which a preset cannot bring itself. */
export interface PresetSecret {
  readonly name: string;
  readonly keys: readonly string[];
  readonly what: string;
}

/** What a policy is for. */
export interface PolicyScope {
  /** Number of the AWS account. */
  readonly account: string;
  readonly region: string;
  /**
   * Name of the log group, where the sidecar writes logs; `*` is a wildcard.
   *
   * @default - the one that is the default of the preset's parameter `logGroup`
   */
  readonly logGroup?: string | undefined;
  /**
   * Namespace of the CloudWatch metrics, where the sidecar writes metrics.
   *
   * @default - the one that is the default of the preset's parameter `metricNamespace`
   */
  readonly metricNamespace?: string | undefined;
  /**
   * `aws-cn` or `aws-us-gov` where the account is in China or in GovCloud.
   *
   * @default "aws"
   */
  readonly partition?: string | undefined;
}

/** An IAM policy. `JSON.stringify` makes the text that WorkloadRole takes. */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
