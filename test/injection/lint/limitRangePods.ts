import { isJsonObject, type JsonObject } from "../../../injection/json";
import type { LimitRangeItem } from "../../../injection/lint/limitRange";

/** Resources of a container; nothing where it names none. */
export type Resources = JsonObject | undefined;

/** LimitRanges of namespaces, by the namespace's name. */
export const LIMIT_RANGES: Readonly<Record<string, readonly LimitRangeItem[]>> = {
  defaults: [
    {
      type: "Container",
      default: { cpu: "500m", memory: "512Mi" },
      defaultRequest: { cpu: "100m", memory: "128Mi", "ephemeral-storage": "1Gi" },
    },
  ],
  "limits-alone": [{ type: "Container", default: { memory: "0.25Gi" } }],
  "container-bounds": [
    { type: "Container", min: { cpu: "50m", memory: "64Mi" }, max: { cpu: 1, memory: "1Gi" } },
    { type: "PersistentVolumeClaim", max: { storage: "1Gi" } },
  ],
  "container-ratio": [{ type: "Container", maxLimitRequestRatio: { cpu: 2, memory: "1.5" } }],
  "ratio-without-defaults": [{ type: "Container", maxLimitRequestRatio: { cpu: "4.1" } }],
  "pod-bounds": [{ type: "Pod", min: { cpu: "100m" }, max: { cpu: "1", memory: "1Gi" } }],
  "pod-ratio": [{ type: "Pod", maxLimitRequestRatio: { memory: 2 } }],
  "pod-bounds-with-defaults": [
    { type: "Container", default: { memory: "256Mi", cpu: "200m" } },
    { type: "Pod", max: { memory: "512Mi" }, maxLimitRequestRatio: { cpu: 3 } },
  ],
};

/** Pods with other resources each, by what they are. */
export const RESOURCE_PODS: Readonly<Record<string, JsonObject>> = {
  "names nothing": pod({}),
  "names nothing, and neither does its sidecar": pod({ sidecar: undefined }),
  "is small": pod({ app: both({ cpu: "100m", memory: "100Mi" }) }),
  "is at the lower bound": pod({ app: both({ cpu: "50m", memory: "64Mi" }) }),
  "is below the lower bound": pod({ app: both({ cpu: "49m", memory: "64Mi" }) }),
  "is at the upper bound": pod({ app: both({ cpu: "1000m", memory: "1024Mi" }) }),
  "is above the upper bound by a byte": pod({ app: both({ cpu: 1, memory: 1024 ** 3 + 1 }) }),
  "has a limit alone": pod({ app: { limits: { cpu: "400m", memory: "600Mi" } } }),
  "has a request alone": pod({ app: { requests: { cpu: "100m", memory: "100M" } } }),
  "has a request above the default limit": pod({ app: { requests: { cpu: 2 } } }),
  "has a limit of twice the request": pod({
    app: { requests: { cpu: "200m", memory: "200Mi" }, limits: { cpu: "400m", memory: "400Mi" } },
  }),
  "has a limit of more than twice the request": pod({
    app: { requests: { cpu: "200m", memory: "200Mi" }, limits: { cpu: "401m", memory: "300Mi" } },
  }),
  "has a limit of 4.1 times the request": pod({ app: { requests: { cpu: 1 }, limits: { cpu: "4100m" } } }),
  "requests nothing in so many words": pod({ app: { requests: { cpu: 0 }, limits: { cpu: "100m" } } }),
  "has a sidecar that names all": pod({
    app: both({ cpu: "500m", memory: "500Mi" }),
    sidecar: both({ cpu: "500m", memory: "500Mi" }),
  }),
  "has a sidecar of another kind that names all": pod({
    app: both({ cpu: "500m", memory: "500Mi" }),
    second: both({ cpu: "501m", memory: "600Mi" }),
  }),
  "has a sidecar beside an init container": pod({
    app: both({ cpu: "100m", memory: "100Mi" }),
    sidecar: both({ cpu: "600m", memory: "600Mi" }),
    init: both({ cpu: "500m", memory: "500Mi" }),
  }),
  "has an init container before its sidecar": pod({
    app: both({ cpu: "100m", memory: "100Mi" }),
    first: both({ cpu: "500m", memory: "900Mi" }),
    sidecar: both({ cpu: "600m", memory: "600Mi" }),
  }),
  "has an init container that names nothing": pod({
    app: both({ cpu: "200m", memory: "200Mi" }),
    init: undefined,
  }),
  "names resources as a whole": pod({
    app: both({ cpu: "200m", memory: "200Mi" }),
    whole: both({ cpu: "500m", memory: "768Mi" }),
  }),
  "names a limit as a whole, and none in its containers": pod({ whole: { limits: { cpu: 2, memory: "1Gi" } } }),
  "names a limit as a whole, and requests in a container": pod({
    app: { requests: { cpu: "200m", memory: "128Mi" } },
    whole: { limits: { cpu: 1, memory: "500Mi" } },
  }),
  "names another resource": pod({
    app: both({ cpu: "100m", memory: "100Mi", "ephemeral-storage": "2Gi", "example.com/device": 1 }),
  }),
  "writes its amounts in other ways": pod({ app: both({ cpu: 0.1, memory: "1e8" }) }),
};

/** What each container asks for. A sidecar is native, `first` and `init` stand before and after it, `second` beside the app. */
export interface PodShape {
  readonly app?: Resources;
  readonly second?: Resources;
  readonly first?: Resources;
  readonly sidecar?: Resources;
  readonly init?: Resources;
  readonly whole?: Resources;
}

export function pod(shape: PodShape): JsonObject {
  const container = (name: keyof PodShape): JsonObject => ({
    name,
    image: "shop:1.0",
    ...(name === "sidecar" ? { restartPolicy: "Always" } : {}),
    ...given("resources", shape[name]),
  });
  const those = (...names: readonly (keyof PodShape)[]): readonly JsonObject[] =>
    names.filter((name) => name in shape).map(container);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "shop" },
    spec: {
      initContainers: those("first", "sidecar", "init"),
      containers: [container("app"), ...those("second")],
      ...given("resources", shape.whole),
    },
  };
}

/** Requests and limits alike. */
export function both(amounts: JsonObject): JsonObject {
  return { requests: amounts, limits: amounts };
}

function given(field: string, value: Resources): JsonObject {
  return isJsonObject(value) ? { [field]: value } : {};
}
