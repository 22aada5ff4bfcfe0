import fc from "fast-check";
import {
  FARGATE_PROFILE_LABEL,
  INJECT_LABEL,
  SKIP_ANNOTATION,
  STATUS_ANNOTATION,
  USE_ANNOTATION,
} from "../../injection";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";

/** Few names, so that pods and templates often have the same ones. */
export const containerName = fc.constantFrom("app", "sidecar", "agent", "proxy", "setup");
export const volumeName = fc.constantFrom("log", "config", "scratch");
export const pullSecretName = fc.constantFrom("registry", "mirror");
export const templateName = fc.constantFrom("default", "_all", "one", "two", "three.yaml");

/** Sources for one volume name: some are the same volume, some are not. */
export const volumeSource = fc.constantFrom<JsonObject[]>(
  { emptyDir: {} },
  { emptyDir: { medium: "Memory" } },
  {},
  { configMap: { name: "a" } },
  { configMap: { name: "a", defaultMode: 420 } },
  { secret: { secretName: "a" } },
);

/** Names that a container's environment and an address have, again few. */
export const variableName = fc.constantFrom("MODE", "LEVEL", "URL");
export const mountPath = fc.constantFrom("/a", "/b", "/log");
export const address = fc.constantFrom("10.0.0.1", "10.0.0.2");
export const hostname = fc.constantFrom("one.example.com", "two.example.com", "three.example.com");
export const labelKey = fc.constantFrom("tier", "example.com/team", "example.com/level");
export const sourceOfVariables = fc.constantFrom<JsonObject[]>(
  { configMapRef: { name: "settings" } },
  { secretRef: { name: "keys" } },
  { prefix: "DB_", secretRef: { name: "keys" } },
);

/** What the author of a pod may write where a template takes a parameter from: good, bad and meant to break out. */
export const parameterText = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom("info", "8080", "true", "64Mi", "web", "-1", "1e3", "", "Two Words") },
  fc.constantFrom('"}],"hostNetwork":true', "a\nb: c\n- d", "${p}", "$${n}", "${pod.namespace}", "$&$1$`", "__proto__"),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 6 }),
);

/** Any JSON, as it comes out of a parser: an own "__proto__" and all. */
export const anyJson: fc.Arbitrary<JsonValue> = fc.json({ maxDepth: 4 }).map((text) => parseJson(text));

/** A pod as people and other webhooks make them: lists missing, null, empty or full, names that collide, unknown fields. */
export const arbitraryPod: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      apiVersion: fc.constant("v1"),
      kind: fc.constant("Pod"),
      metadata: fc.record(
        {
          name: fc.constant("pod"),
          generateName: fc.constant("pod-"),
          labels: podLabels(),
          annotations: orNull(podAnnotations()),
          ownerReferences: orNull(fc.array(owner(), { maxLength: 1 })),
          odd: anyJson,
        },
        { requiredKeys: ["labels"] },
      ),
      spec: fc.record(
        {
          schedulerName: often(
            "fargate-scheduler",
            often("fargate-scheduler", fc.constantFrom("default-scheduler", null)),
          ),
          containers: fc.uniqueArray(container(), { minLength: 1, maxLength: 3, selector: nameOf }),
          initContainers: orNull(fc.uniqueArray(container(), { maxLength: 2, selector: nameOf })),
          ephemeralContainers: orNull(fc.array(container(), { maxLength: 1 })),
          volumes: orNull(fc.uniqueArray(volume(), { maxLength: 3, selector: nameOf })),
          imagePullSecrets: orNull(
            fc.array(fc.record({ name: pullSecretName }, { requiredKeys: [] }), { maxLength: 2 }),
          ),
          terminationGracePeriodSeconds: fc.constantFrom(0, 30, 60),
          resources: fc.constantFrom({ requests: { cpu: "1" } }, { limits: { cpu: "100m" } }, null),
          hostNetwork: often(false, often(false, fc.boolean())),
          hostPID: often(false, fc.boolean()),
          restartPolicy: fc.constantFrom("Always", "Never", "OnFailure"),
          serviceAccountName: parameterText,
          securityContext: orNull(
            fc.record({ fsGroup: fc.constantFrom(5, null), runAsUser: fc.constant(7) }, { requiredKeys: [] }),
          ),
          shareProcessNamespace: often(null, fc.boolean()),
          hostAliases: orNull(fc.uniqueArray(hostAlias(), { maxLength: 2, selector: ({ ip }) => ip })),
          dnsConfig: orNull(
            fc.record(
              {
                nameservers: fc.constant(["10.0.0.10"]),
                options: orNull(fc.uniqueArray(dnsOption(), { maxLength: 2, selector: nameOf })),
              },
              { requiredKeys: [] },
            ),
          ),
          odd: anyJson,
        },
        { requiredKeys: ["containers"] },
      ),
      status: anyJson,
    },
    { requiredKeys: ["metadata", "spec"] },
  )
  .map((pod) => object(parseJson(JSON.stringify(pod))));

/** A pod with nothing that a template could collide with, in every shape. */
export const unobstructedPod: fc.Arbitrary<JsonObject> = fc
  .record({
    restartPolicy: fc.constantFrom("Always", "Never", "OnFailure"),
    initContainers: orAbsent([{ name: "own-init" }]),
    volumes: orAbsent([{ name: "own-volume", emptyDir: {} }]),
    imagePullSecrets: orAbsent([{ name: "own-secret" }]),
    annotations: orAbsent({ "example.com/own": "x" }),
    containerPort: fc.constantFrom(80, 81),
  })
  .map(({ annotations, containerPort, ...spec }) => ({
    metadata: { labels: { [FARGATE_PROFILE_LABEL]: "default" }, ...(annotations === undefined ? {} : { annotations }) },
    spec: {
      ...Object.fromEntries(Object.entries(spec).filter(([, value]) => value !== undefined)),
      containers: [{ name: "own", ports: [{ containerPort }] }],
    },
  }));

function orAbsent<Value extends JsonValue>(value: Value): fc.Arbitrary<Value | null | undefined> {
  return fc.constantFrom(value, null, undefined);
}

function podLabels(): fc.Arbitrary<object> {
  return fc.record(
    {
      [FARGATE_PROFILE_LABEL]: often("default", fc.constantFrom("other", "", 5)),
      [INJECT_LABEL]: often("true", often("true", fc.constant("false"))),
      tier: fc.constantFrom("front", "back"),
      "example.com/team": often("front", parameterText),
    },
    { requiredKeys: [FARGATE_PROFILE_LABEL] },
  );
}

function podAnnotations(): fc.Arbitrary<object> {
  const status = fc.dictionary(
    templateName,
    fc.record({ containers: fc.array(containerName, { maxLength: 2 }), hash: fc.constant("0123456789ab") }),
  );
  return fc.record(
    {
      "example.com/note": fc.string(),
      "example.com/level": parameterText,
      "example.com/port": often("9090", parameterText),
      "example.com/debug": often("true", parameterText),
      "example.com/memory": often("32Mi", parameterText),
      [USE_ANNOTATION]: fc.array(fc.oneof(templateName, fc.string()), { maxLength: 3 }).map((names) => names.join()),
      [SKIP_ANNOTATION]: fc.oneof(templateName, fc.string()),
      [STATUS_ANNOTATION]: fc.oneof(
        status.map((value) => JSON.stringify(value)),
        fc.json(),
        fc.string(),
      ),
    },
    { requiredKeys: [] },
  );
}

function container(): fc.Arbitrary<{ name: string }> {
  return fc.record(
    {
      name: fc.oneof(containerName, fc.constantFrom("app", "web", "db")),
      image: fc.constantFrom("nginx:1.27", "busybox:1.37"),
      restartPolicy: fc.constant("Always"),
      env: orNull(
        fc.uniqueArray(fc.record({ name: variableName, value: fc.string() }), { maxLength: 2, selector: nameOf }),
      ),
      envFrom: orNull(fc.uniqueArray(sourceOfVariables, { maxLength: 2 })),
      volumeMounts: orNull(
        fc.uniqueArray(fc.record({ name: volumeName, mountPath }), { maxLength: 2, selector: pathOf }),
      ),
      ports: fc.array(fc.record({ containerPort: fc.constant(80), hostPort: fc.constantFrom(80, 81) }), {
        maxLength: 1,
      }),
      resources: fc.constantFrom({ requests: { cpu: "500m" } }, { limits: { cpu: 0.2 } }),
      odd: anyJson,
    },
    { requiredKeys: ["name"] },
  );
}

/** What a pod or a template says of one address. */
export function hostAlias(): fc.Arbitrary<{ ip: string; hostnames: string[] }> {
  return fc.record({ ip: address, hostnames: fc.uniqueArray(hostname, { minLength: 1, maxLength: 2 }) });
}

export function dnsOption(): fc.Arbitrary<{ name: string; value: string }> {
  return fc.record({ name: fc.constantFrom("ndots", "timeout"), value: fc.constantFrom("1", "2") });
}

function owner(): fc.Arbitrary<object> {
  return fc.record({
    kind: fc.constantFrom("ReplicaSet", "Job", "StatefulSet"),
    name: fc.constantFrom("web-6d5f7c9b8", "report-29400000", "db"),
    controller: fc.boolean(),
  });
}

function volume(): fc.Arbitrary<{ name: string }> {
  return fc.tuple(volumeName, volumeSource).map(([name, source]) => ({ name, ...source }));
}

/** Mostly the usual value. */
export function often<Usual, Other>(usual: Usual, other: fc.Arbitrary<Other>): fc.Arbitrary<Usual | Other> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}

function orNull<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.option(value, { freq: 8 });
}

function nameOf({ name }: { name: string }): string {
  return name;
}

function pathOf(mount: { mountPath: string }): string {
  return mount.mountPath;
}

function parseJson(text: string): JsonValue {
  const value: unknown = JSON.parse(text);
  if (isJsonObject(value) || isJsonArray(value) || value === null) return value;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  throw new Error(`JSON.parse gave a ${typeof value}`);
}

function object(value: JsonValue): JsonObject {
  return isJsonObject(value) ? value : {};
}
