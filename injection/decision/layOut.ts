import type { TemplateBody } from "../configuration/templateBody";
import type { NamedObject } from "../json";
import { compileWildcard } from "../wildcard";
import type { Additions } from "./additions";
import type { ClusterFeatures } from "./clusterFeatures";

/** What a template puts into a pod, given what the cluster can do and whether the pod ends by itself. */
export interface Layout {
  readonly additions: Additions;
  /** Containers that would keep a pod that ends from doing so, because they are ordinary ones. */
  readonly keepPodRunning: readonly string[];
}

/**
 * Says where the containers of a template go. Native sidecars stand among the init containers, behind the template's own
 * ones, which may prepare something for them. On a cluster without native sidecars they become ordinary containers, and
 * lose the field that it does not know.
 */
export function layOut(
  { metadata, spec }: TemplateBody,
  { nativeSidecars }: ClusterFeatures,
  podEnds: boolean,
): Layout {
  const becomeNative = spec.native === "always" || (spec.native === "auto" && podEnds);
  const native = [...spec.sidecars, ...(becomeNative ? spec.containers : [])];
  const ordinary = becomeNative ? [] : spec.containers;
  const lists = nativeSidecars
    ? {
        containers: ordinary,
        init: [...spec.initContainers, ...native.map((sidecar) => ({ ...sidecar, restartPolicy: "Always" }))],
      }
    : {
        containers: [
          ...spec.containers,
          ...[...spec.initContainers.filter(isNative), ...spec.sidecars].map(withoutRestartPolicy),
        ],
        init: spec.initContainers.filter((container) => !isNative(container)),
      };
  const isFirst = spec.position === "first";
  return {
    additions: {
      containers: lists.containers,
      firstInitContainers: isFirst ? lists.init : [],
      initContainers: isFirst ? [] : lists.init,
      volumes: spec.volumes,
      imagePullSecrets: spec.imagePullSecrets,
      podFields: {
        labels: metadata.labels,
        annotations: metadata.annotations,
        securityContext: spec.securityContext,
        shareProcessNamespace: spec.shareProcessNamespace,
        hostAliases: spec.hostAliases,
        dnsOptions: spec.dnsOptions,
        terminationGracePeriodSeconds: spec.terminationGracePeriodSeconds,
      },
      appContainers: spec.appContainers.map(({ names, ...entry }) => {
        const patterns = names.map(compileWildcard);
        return { ...entry, matchesName: (name) => patterns.some((matches) => matches(name)) };
      }),
    },
    keepPodRunning: podEnds ? lists.containers.map(({ name }) => name) : [],
  };
}

function isNative(container: NamedObject): boolean {
  return container.restartPolicy === "Always";
}

function withoutRestartPolicy(container: NamedObject): NamedObject {
  const others = Object.entries(container).filter(([field]) => field !== "restartPolicy");
  return { ...Object.fromEntries(others), name: container.name };
}
