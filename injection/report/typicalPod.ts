import type { LabelSelectorRequirement } from "../configuration/labelSelector";
import type { SidecarTemplate } from "../configuration/parseTemplate";
import type { JsonObject } from "../json";
import { FARGATE_PROFILE_LABEL, FARGATE_SCHEDULER, USE_ANNOTATION } from "../names";
import { matchesWildcard } from "../wildcard";

/** A pod as a user has many of, for what sidecars do to it. */
export interface TypicalPod {
  /** Default: a pod of every profile that is looked at. */
  readonly profile?: string | undefined;
  /** Default: `default`. */
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** What its one container asks for, as quantities of Kubernetes. Default: nothing. */
  readonly cpu?: string | undefined;
  readonly memory?: string | undefined;
  readonly ephemeralStorage?: string | undefined;
  /** Whether it ends by itself, as those of Jobs do. Default: false. */
  readonly ends?: boolean | undefined;
}

export const DEFAULT_NAMESPACE = "default";

/**
 * The pod of a profile as the webhook would see it, with one container of the given name. For a pattern it is the pod of
 * a profile with such a name.
 */
export function podOf(name: string, typical: TypicalPod, fargateProfile: string): JsonObject {
  const { labels, annotations, cpu, memory, ephemeralStorage, ends } = typical;
  const requests: JsonObject = {
    ...(cpu === undefined ? {} : { cpu }),
    ...(memory === undefined ? {} : { memory }),
    ...(ephemeralStorage === undefined ? {} : { "ephemeral-storage": ephemeralStorage }),
  };
  const resources = Object.keys(requests).length === 0 ? {} : { resources: { requests, limits: requests } };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      labels: { ...labels, [FARGATE_PROFILE_LABEL]: matchOf(fargateProfile) },
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: {
      schedulerName: FARGATE_SCHEDULER,
      restartPolicy: ends === true ? "Never" : "Always",
      // The port is for templates that read one of the pod's own.
      containers: [{ name, image: `${name}:1`, ports: [{ containerPort: 8080 }], ...resources }],
    },
  };
}

/** What of a template says which pods it is for. */
export type Selection = Pick<SidecarTemplate, "name" | "namespaces" | "podSelector" | "optIn">;

/** A pod that asks for nothing and is one of those that all of the templates are for, as far as they have such. */
export function smallestPodFor(templates: readonly Selection[]): TypicalPod {
  const labels = templates.flatMap(({ podSelector }) => [
    ...(podSelector.matchExpressions ?? []).flatMap(labelFor),
    ...Object.entries(podSelector.matchLabels ?? {}),
  ]);
  const asked = templates.filter(({ optIn }) => optIn).map(({ name }) => name);
  return {
    namespace: templates.map(namespaceFor).find((name) => name !== DEFAULT_NAMESPACE) ?? DEFAULT_NAMESPACE,
    labels: Object.fromEntries(labels),
    ...(asked.length === 0 ? {} : { annotations: { [USE_ANNOTATION]: asked.join(",") } }),
  };
}

function labelFor({ key, operator, values = [] }: LabelSelectorRequirement): readonly (readonly [string, string])[] {
  const [value = ""] = values;
  return operator === "In" || operator === "Exists" ? [[key, value]] : [];
}

function namespaceFor({ namespaces }: Selection): string {
  const [first = "*"] = namespaces;
  const isForDefault = namespaces.some((pattern) => matchesWildcard(pattern, DEFAULT_NAMESPACE));
  return isForDefault ? DEFAULT_NAMESPACE : matchOf(first);
}

/** A name that the pattern matches; a name without wildcards is its own. */
export function matchOf(pattern: string): string {
  return pattern.replace(/[*?]/g, "a");
}
