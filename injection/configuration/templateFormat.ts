/**
 * The format of a sidecar template, as it is written: the types from which the JSON Schema for editors and the reference
 * page are generated, and which the parser's own table of fields has to agree with.
 */

/** One entry of the sidecar configuration: which pods it is for, and what they get. */
export interface TemplateFormat {
  /**
   * What the template is: `fargate` for pods on Fargate, `preset` for others to be built on, so that no pod gets it by
   * itself. (A third one, `appmesh`, has fields of its own.)
   *
   * @default "fargate"
   */
  kind?: "fargate" | "preset";

  /**
   * A template to build on, by its name: one of those that come with the injector, or one of kind `preset` in the same
   * configuration. What is given here wins: mappings are merged, lists by the names of their items (mounts by their
   * paths), and other lists replaced.
   *
   * @default - none
   */
  preset?: string;

  /**
   * Fargate profiles whose pods it is for; `*` and `?` are wildcards.
   *
   * @minItems 1
   * @default - the template's own key, or every profile for the key `_all`
   */
  profiles?: readonly string[];

  /**
   * Namespaces whose pods it is for; `*` and `?` are wildcards.
   *
   * @minItems 1
   * @default - every namespace
   */
  namespaces?: readonly string[];

  /**
   * Labels that a pod must have: a Kubernetes LabelSelector, with matchLabels and matchExpressions (In, NotIn, Exists,
   * DoesNotExist). Labels that other templates add do not count.
   *
   * @default - every pod
   */
  podSelector?: LabelSelector;

  /**
   * Whether only those pods get it that ask for it, by its name in their annotation `fargate-sidecar-injector/use`.
   *
   * @default false
   */
  optIn?: boolean;

  /**
   * Templates apply from the lowest order to the highest; among equals `_all` comes last, and the others by name.
   *
   * @asType integer
   * @default 0
   */
  order?: number;

  /**
   * Values that differ from pod to pod, by name. `${name}` in a string of `spec` or `metadata` is replaced by the value;
   * a string that is nothing but `${name}` becomes a number or a boolean where the field wants one. `$${name}` stays as
   * `${name}`, and so does every `${…}` that is no parameter.
   *
   * Always there: `pod.namespace`, `pod.fargateProfile`, `pod.ownerKind` and `pod.ownerName` (Deployment, CronJob, … as
   * far as the pod tells), `pod.ports` (the ports of its own containers, with commas between them) and `pod.port` (the
   * first one). A template that uses ports is left out of a pod without any (`no-ports`).
   *
   * @default - none
   */
  parameters?: Readonly<Record<string, ParameterFormat>>;

  /**
   * Labels and annotations that the pod gets, where it has none of that key.
   *
   * @default - none
   */
  metadata?: MetadataFormat;

  /**
   * What the pod gets. May be left out where `metadata` is all.
   *
   * @default - nothing
   */
  spec?: SpecFormat;

  /**
   * Whether the template's sidecars ask for less where the pod would grow to a larger size of Fargate otherwise.
   *
   * @default - they ask for what they say
   */
  sizing?: SizingFormat;

  /**
   * Levels of [lint rules](lint-rules.md) for this template alone, by their codes: `off`, `warn` or `error`. They come
   * before those of [`_settings`](#the-key-_settings). A template of kind `appmesh` is looked at
   * only for each pod as it is created: there they decide whether the pod goes without it (`not-supported-on-fargate`).
   *
   * @default - as in `_settings`, or else each rule's own
   */
  lint?: LintLevelsFormat;
}

/** What the template's sidecars may do so that injecting them costs nothing. See [Sizes and prices](fargate-sizes.md). */
export interface SizingFormat {
  /**
   * Whether sidecars ask for less than they say, down to `minimum`, where the pod keeps the size by it that it has
   * without them. Their limits become equal to that. Where even the minimum does not fit, they ask for what they say.
   *
   * @default false
   */
  fit?: boolean;

  /**
   * The least that a sidecar may be lowered to, by the name of a container of `containers` or `sidecars`, or of a native
   * sidecar among `initContainers`. What has no minimum is never lowered. None may be more than the sidecar asks for.
   *
   * @default - no sidecar is lowered
   */
  minimum?: Readonly<Record<string, MinimumFormat>>;
}

/** The least that a sidecar may be lowered to. */
export interface MinimumFormat {
  /**
   * CPU, more than 0.
   *
   * @asType quantity
   * @default - its CPU is not lowered
   */
  cpu?: string | number;

  /**
   * Memory, more than 0.
   *
   * @asType quantity
   * @default - its memory is not lowered
   */
  memory?: string | number;
}

/** Levels of lint rules by their codes. YAML takes an `off` without quotes for false, which means the same here. */
export type LintLevelsFormat = Readonly<Record<string, "off" | "warn" | "error" | false>>;

/** One value that differs from pod to pod: where it comes from, and what it may be. */
export interface ParameterFormat {
  /**
   * Key of a pod annotation that holds the value. Give one of `annotation`, `label` and `field`, or only a `default`.
   *
   * @default - none
   */
  annotation?: string;

  /**
   * Key of a pod label that holds the value.
   *
   * @default - none
   */
  label?: string;

  /**
   * Path of a field of the pod that holds the value, such as `spec.serviceAccountName` or `spec.containers[0].name`.
   * Fields that templates change are no sources.
   *
   * @default - none
   */
  field?: string;

  /**
   * What the value has to be. A pod whose value is something else is left without the template (`bad-parameter`).
   *
   * @default "string"
   */
  type?: "string" | "integer" | "boolean" | "quantity";

  /**
   * The value for pods that give none.
   *
   * @default - a pod must give one, or is left without the template (`bad-parameter`)
   */
  default?: string | number | boolean;

  /**
   * RE2 expression that must match the whole value, as text.
   *
   * @default - any value of the type
   */
  pattern?: string;
}

/** Labels and annotations for the pod. What it has already stays as it is. */
export interface MetadataFormat {
  /**
   * Labels, by their keys.
   *
   * @default - none
   */
  labels?: Readonly<Record<string, string>>;

  /**
   * Annotations, by their keys.
   *
   * @default - none
   */
  annotations?: Readonly<Record<string, string>>;
}

/** What a pod gets. Containers, volumes and the like are those of Kubernetes' Pod API (1.36). */
export interface SpecFormat {
  /**
   * Containers beside those of the pod.
   *
   * @default - none
   */
  containers?: readonly Container[];

  /**
   * Containers that start before those of the pod and stop after them: native sidecars, where the cluster has them
   * (Kubernetes 1.29), else ordinary containers.
   *
   * @default - none
   */
  sidecars?: readonly Container[];

  /**
   * When `containers` become native sidecars, where the cluster has them. `auto`: in pods that end (restartPolicy Never
   * or OnFailure, as in Jobs), which an ordinary container would keep from ending; `always`: in every pod; `never`.
   *
   * @default "auto"
   */
  native?: "auto" | "always" | "never";

  /**
   * Where native sidecars and `initContainers` stand among the pod's own init containers. `first` serves those too.
   *
   * @default "last"
   */
  position?: "first" | "last";

  /**
   * Init containers, before the template's own native sidecars.
   *
   * @default - none
   */
  initContainers?: readonly Container[];

  /**
   * Volumes. One of a name that the pod has already is shared if it is equal, or both are an emptyDir; otherwise the
   * template is left out (`conflict`).
   *
   * @default - none
   */
  volumes?: readonly Volume[];

  /**
   * Secrets in the pod's namespace with credentials for the images.
   *
   * @default - none
   */
  imagePullSecrets?: readonly LocalObjectReference[];

  /**
   * Fields of the pod's own securityContext, each set only where the pod leaves it unset.
   *
   * @default - none
   */
  securityContext?: PodSecurityContext;

  /**
   * Whether the containers see each other's processes, where the pod leaves it unset.
   *
   * @default - as the pod has it
   */
  shareProcessNamespace?: boolean;

  /**
   * Lines for the pod's `/etc/hosts`. Names that the pod gives to an address itself stay.
   *
   * @default - none
   */
  hostAliases?: readonly HostAlias[];

  /**
   * Options for the pod's `/etc/resolv.conf`, each where the pod has none of that name.
   *
   * @default - none
   */
  dnsConfig?: DnsConfigFormat;

  /**
   * Seconds that the pod must have at least between the signal to stop and the end, so that sidecars can flush.
   *
   * @asType integer
   * @minimum 0
   * @default - as the pod has it
   */
  terminationGracePeriodSeconds?: number;

  /**
   * What the pod's own containers get.
   *
   * @default - nothing
   */
  appContainers?: readonly AppContainerFormat[];
}

/** DNS settings that a template may bring. */
export interface DnsConfigFormat {
  /**
   * Options such as `ndots`, each with its value where it has one.
   *
   * @default - none
   */
  options?: readonly PodDNSConfigOption[];
}

/** What some of the pod's own containers get. Nothing that they have is overwritten. */
export interface AppContainerFormat {
  /**
   * Names of the containers; `*` and `?` are wildcards.
   *
   * @minItems 1
   * @default - every container of the pod that no template has added, but for its init containers
   */
  names?: readonly string[];

  /**
   * Environment variables, each where the container has none of that name.
   *
   * @default - none
   */
  env?: readonly EnvVar[];

  /**
   * Sources of environment variables. They come before the container's own ones, which win.
   *
   * @default - none
   */
  envFrom?: readonly EnvFromSource[];

  /**
   * Mounts of the template's own volumes, each where the container has nothing at that path.
   *
   * @default - none
   */
  volumeMounts?: readonly VolumeMount[];
}

/** An object of Kubernetes' Pod API: `podSchema.json` says which fields it has. */
interface KubernetesObject {
  readonly [field: string]: unknown;
}

export type Container = KubernetesObject;
export type Volume = KubernetesObject;
export type LocalObjectReference = KubernetesObject;
export type PodSecurityContext = KubernetesObject;
export type HostAlias = KubernetesObject;
export type PodDNSConfigOption = KubernetesObject;
export type EnvVar = KubernetesObject;
export type EnvFromSource = KubernetesObject;
export type VolumeMount = KubernetesObject;
export type LabelSelector = KubernetesObject;
