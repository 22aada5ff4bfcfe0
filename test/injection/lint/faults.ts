import { isJsonObject, objectsIn, type JsonObject, type JsonValue } from "../../../injection/json";
import type { RuleCode } from "../../../injection/lint/rules";

/** One mistake, and how it comes into a pod or a template that has none. */
export interface Fault {
  readonly rule: RuleCode;
  /** `an init container more that is privileged`. */
  readonly what: string;
  readonly into: (object: JsonObject) => JsonObject;
}

/** A mistake in one container. */
interface ContainerFault {
  readonly rule: RuleCode;
  readonly what: string;
  readonly into: (container: JsonObject) => JsonObject;
}

const inSecurityContext =
  (change: (context: JsonObject) => JsonObject) =>
  (container: JsonObject): JsonObject => ({
    ...container,
    securityContext: change(objectOf(container.securityContext)),
  });
const withVariable =
  (name: string, value: string) =>
  (container: JsonObject): JsonObject => ({ ...container, env: [...objectsIn(container.env), { name, value }] });
const withAmounts =
  (requests: JsonObject, limits: JsonObject) =>
  (container: JsonObject): JsonObject => ({ ...container, resources: { requests, limits } });
const withPort =
  (port: JsonObject) =>
  (container: JsonObject): JsonObject => ({ ...container, ports: [...objectsIn(container.ports), port] });

const CONTAINER_FAULTS: readonly ContainerFault[] = [
  { rule: "privileged", what: "privileged", into: inSecurityContext((context) => ({ ...context, privileged: true })) },
  {
    rule: "privilege-escalation",
    what: "allowPrivilegeEscalation",
    into: inSecurityContext((context) => ({ ...context, allowPrivilegeEscalation: true })),
  },
  {
    rule: "added-capabilities",
    what: "NET_ADMIN",
    into: inSecurityContext((context) => ({ ...context, capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] } })),
  },
  { rule: "host-port", what: "hostPort", into: withPort({ containerPort: 4711, hostPort: 4711 }) },
  { rule: "host-port", what: "hostIP", into: withPort({ containerPort: 4711, hostIP: "127.0.0.1" }) },
  { rule: "unsupported-resource", what: "a GPU", into: withAmounts({}, { "nvidia.com/gpu": 1 }) },
  {
    rule: "requests-differ-from-limits",
    what: "a higher limit",
    into: withAmounts({ memory: "64Mi" }, { memory: "65Mi" }),
  },
  { rule: "too-large", what: "more memory than there is", into: withAmounts({ memory: "120Gi" }, {}) },
  { rule: "image-tag", what: "no tag", into: (container) => ({ ...container, image: "fault" }) },
  { rule: "image-tag", what: "the tag latest", into: (container) => ({ ...container, image: "fault:latest" }) },
  {
    rule: "image-architecture",
    what: "an image for Arm",
    into: (container) => ({ ...container, image: "fault:1-arm64" }),
  },
  { rule: "imds", what: "the metadata service", into: withVariable("METADATA", "http://169.254.169.254/latest") },
  {
    rule: "pod-identity",
    what: "credentials of Pod Identity",
    into: withVariable("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"),
  },
  {
    rule: "aws-region",
    what: "an agent of AWS without a region",
    into: ({ name }) => ({ name, image: "aws-xray-daemon:3.6.0" }),
  },
];

const MORE: JsonObject = { name: "one-more", image: "one-more:1.0" };
const HOST_PATH: JsonObject = { name: "one-more", hostPath: { path: "/" } };
const POD_IDENTITY: JsonObject = {
  name: "one-more",
  projected: { sources: [{ serviceAccountToken: { audience: "pods.eks.amazonaws.com", path: "token" } }] },
};
const ARM: JsonObject = { "kubernetes.io/arch": "arm64" };
const OWN_NODES: JsonObject = { "eks.amazonaws.com/nodegroup": "large" };

export const POD_FAULTS: readonly Fault[] = [
  ...CONTAINER_FAULTS.flatMap(({ rule, what, into }): readonly Fault[] => [
    {
      rule,
      what: `a first container with ${what}`,
      into: inSpec((spec) => {
        const [first = MORE, ...others] = objectsIn(spec.containers);
        return { containers: [into(first), ...others] };
      }),
    },
    { rule, what: `an init container with ${what}`, into: withItem("initContainers", into(MORE)) },
  ]),
  { rule: "host-namespaces", what: "hostNetwork", into: withField("hostNetwork", true) },
  { rule: "host-namespaces", what: "hostPID", into: withField("hostPID", true) },
  { rule: "host-namespaces", what: "hostIPC", into: withField("hostIPC", true) },
  { rule: "unsupported-platform", what: "Windows", into: withField("os", { name: "windows" }) },
  {
    rule: "unsupported-platform",
    what: "a nodeSelector for Arm",
    into: inSpec((spec) => ({ nodeSelector: { ...objectOf(spec.nodeSelector), ...ARM } })),
  },
  {
    rule: "node-selector",
    what: "a nodeSelector for a node group",
    into: inSpec((spec) => ({ nodeSelector: { ...objectOf(spec.nodeSelector), ...OWN_NODES } })),
  },
  {
    rule: "daemonset",
    what: "a DaemonSet as its owner",
    into: (pod) => ({ ...pod, metadata: { ownerReferences: [{ kind: "DaemonSet", name: "agent" }] } }),
  },
  { rule: "unsupported-volume", what: "a hostPath", into: withItem("volumes", HOST_PATH) },
  { rule: "pod-identity", what: "a token of Pod Identity", into: withItem("volumes", POD_IDENTITY) },
  {
    rule: "pod-level-resources",
    what: "resources as a whole",
    into: withField("resources", { requests: { memory: "1Gi" } }),
  },
];

export const TEMPLATE_FAULTS: readonly Fault[] = [
  ...CONTAINER_FAULTS.flatMap(({ rule, what, into }) =>
    ["containers", "sidecars", "initContainers"].map((list) => ({
      rule,
      what: `one more of its ${list} with ${what}`,
      into: afterGrace(withItem(list, into(MORE))),
    })),
  ),
  { rule: "unsupported-volume", what: "a hostPath", into: withItem("volumes", HOST_PATH) },
  { rule: "pod-identity", what: "a token of Pod Identity", into: withItem("volumes", POD_IDENTITY) },
  {
    rule: "imds",
    what: "the metadata service for app containers",
    into: withItem("appContainers", { env: [{ name: "METADATA", value: "http://169.254.169.254" }] }),
  },
  {
    rule: "imds",
    what: "the metadata service in an annotation",
    into: (template) => ({
      ...template,
      metadata: { annotations: { "example.com/a": "url: http://[fd00:ec2::254]/" } },
    }),
  },
  {
    rule: "grace-period",
    what: "a shipper of logs and no grace period",
    into: (template) => withField("terminationGracePeriodSeconds", null)(shipper(template)),
  },
];

/** Agents of AWS ship what they gather, which is a mistake of its own without a grace period. */
function afterGrace(into: Fault["into"]): Fault["into"] {
  return (template) => {
    const spec = objectOf(template.spec);
    return into(withField("terminationGracePeriodSeconds", spec.terminationGracePeriodSeconds ?? 30)(template));
  };
}

function shipper(template: JsonObject): JsonObject {
  return withItem("sidecars", { name: "one-more", image: "fluent-bit:4.0" })(template);
}

function withItem(list: string, item: JsonObject): Fault["into"] {
  return inSpec((spec) => ({ [list]: [...objectsIn(spec[list]), item] }));
}

function withField(field: string, value: JsonValue): Fault["into"] {
  return inSpec(() => ({ [field]: value }));
}

function inSpec(change: (spec: JsonObject) => JsonObject): Fault["into"] {
  return (object) => {
    const spec = objectOf(object.spec);
    return { ...object, spec: { ...spec, ...change(spec) } };
  };
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
