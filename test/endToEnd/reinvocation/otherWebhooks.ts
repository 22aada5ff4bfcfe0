import { isJsonArray, isJsonObject, type JsonObject, type NamedObject } from "../../../injection/json";
import { add, fields, stringFields, type PatchOperation } from "../../../local/eks/admissionReview";
import type { PodWebhook } from "../../../local/eks/admissionWebhooks";

/**
 * Names of other people's webhooks: two sort between EKS's Fargate webhook and ours, two between ours and
 * `pod-identity-webhook`. A pod names the one that it meets in its label `meets`.
 */
export const OTHERS = {
  before: { Never: "0550-other", IfNeeded: "0551-other" },
  after: { Never: "0650-other", IfNeeded: "0651-other" },
} as const;

export type Order = keyof typeof OTHERS;
export type ReinvocationPolicy = keyof (typeof OTHERS)["before"];

/** What such a webhook does to a pod, which says it in its label `doing`. */
export const DOINGS = {
  "add a proxy": (spec) => [
    ...missing(spec, "volumes", { name: "proxy-state", emptyDir: {} }),
    ...missing(spec, "initContainers", { name: "proxy-setup", image: "proxy" }),
    ...missing(spec, "containers", { name: "proxy", image: "proxy" }),
  ],
  "add an app container": (spec) =>
    isIn(spec, "containers", "second-app")
      ? []
      : [add("/spec/containers", [{ name: "second-app", image: "app" }, ...listOf(spec, "containers")])],
  "add our container": (spec) => missing(spec, "containers", { name: "log-router", image: "theirs" }),
  "add our container without a look": () => [add("/spec/containers/-", { name: "log-router", image: "theirs" })],
  "put its own in the place of our container": (spec) => [
    add("/spec/containers", replaced(listOf(spec, "containers"), { name: "log-router", image: "theirs" })),
  ],
  "add our volume": (spec) => missing(spec, "volumes", { name: "buffer", emptyDir: { medium: "Memory" } }),
  "add another volume under the name of ours": (spec) =>
    missing(spec, "volumes", { name: "buffer", configMap: { name: "theirs" } }),
  "put its own in the place of our volume": (spec) => [
    add("/spec/volumes", replaced(listOf(spec, "volumes"), { name: "buffer", configMap: { name: "theirs" } })),
  ],
} satisfies Record<string, (spec: JsonObject) => PatchOperation[]>;

export type Doing = keyof typeof DOINGS;

/** The labels of a pod that meets one of the webhooks. */
export function meeting(order: Order, policy: ReinvocationPolicy, doing: Doing): Record<string, string> {
  return { meets: OTHERS[order][policy], doing: doing.replaceAll(" ", "_") };
}

/** All of the webhooks. The API server calls them about every pod, and they do nothing to those that do not meet them. */
export function otherWebhooks(onMeeting: () => void): PodWebhook[] {
  return Object.values(OTHERS).flatMap((names) =>
    Object.entries(names).map(([reinvocationPolicy, name]) => otherWebhook(name, reinvocationPolicy, onMeeting)),
  );
}

function otherWebhook(name: string, reinvocationPolicy: string, onMeeting: () => void): PodWebhook {
  return {
    commonName: name,
    patchPod(_namespace, pod) {
      const { meets, doing = "" } = stringFields(fields(pod["metadata"])["labels"]);
      const wanted = Object.entries(DOINGS).find(([each]) => each.replaceAll(" ", "_") === doing);
      if (meets !== name || wanted === undefined) return [];
      onMeeting();
      return wanted[1](fields(pod["spec"]));
    },
    configuration: (clientConfig) => ({
      metadata: { name },
      webhooks: [
        {
          name: `${name}.pods.test`,
          admissionReviewVersions: ["v1"],
          clientConfig,
          // A fault of this webhook shall fail the test.
          failurePolicy: "Fail",
          reinvocationPolicy,
          rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] }],
          sideEffects: "None",
        },
      ],
    }),
  };
}

type List = "volumes" | "initContainers" | "containers";

/** What puts the item at the end of the list, unless it has one of that name. */
function missing(spec: JsonObject, list: List, item: NamedObject): PatchOperation[] {
  return isIn(spec, list, item.name) ? [] : [add(`/spec/${list}`, [...listOf(spec, list), item])];
}

function replaced(list: readonly JsonObject[], item: NamedObject): JsonObject[] {
  return list.map((each) => (each["name"] === item.name ? item : each));
}

function isIn(spec: JsonObject, list: List, name: string): boolean {
  return listOf(spec, list).some((item) => item["name"] === name);
}

function listOf(spec: JsonObject, list: List): readonly JsonObject[] {
  const items = spec[list];
  return isJsonArray(items) ? items.filter(isJsonObject) : [];
}
