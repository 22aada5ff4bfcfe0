import fc from "fast-check";
import { FARGATE_PROFILE_LABEL, INJECT_LABEL, SKIP_ANNOTATION, STATUS_ANNOTATION } from "../../injection";
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

/** Any JSON, as it comes out of a parser: an own "__proto__" and all. */
export const anyJson: fc.Arbitrary<JsonValue> = fc.json({ maxDepth: 4 }).map((text) => parseJson(text));

/** A pod as people and other webhooks make them: lists missing, null, empty or full, names that collide, unknown fields. */
export const arbitraryPod: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      apiVersion: fc.constant("v1"),
      kind: fc.constant("Pod"),
      metadata: fc.record(
        { name: fc.constant("pod"), labels: podLabels(), annotations: orNull(podAnnotations()), odd: anyJson },
        { requiredKeys: ["labels"] },
      ),
      spec: fc.record(
        {
          schedulerName: often("fargate-scheduler", fc.constantFrom("default-scheduler", null)),
          containers: fc.uniqueArray(container(), { minLength: 1, maxLength: 3, selector: nameOf }),
          initContainers: orNull(fc.uniqueArray(container(), { maxLength: 2, selector: nameOf })),
          ephemeralContainers: orNull(fc.array(container(), { maxLength: 1 })),
          volumes: orNull(fc.uniqueArray(volume(), { maxLength: 3, selector: nameOf })),
          imagePullSecrets: orNull(
            fc.array(fc.record({ name: pullSecretName }, { requiredKeys: [] }), { maxLength: 2 }),
          ),
          terminationGracePeriodSeconds: fc.constantFrom(0, 30, 60),
          resources: fc.constantFrom({ requests: { cpu: "1" } }, { limits: { cpu: "100m" } }, null),
          hostNetwork: often(false, fc.boolean()),
          odd: anyJson,
        },
        { requiredKeys: ["containers"] },
      ),
      status: anyJson,
    },
    { requiredKeys: ["metadata", "spec"] },
  )
  .map((pod) => object(parseJson(JSON.stringify(pod))));

function podLabels(): fc.Arbitrary<object> {
  return fc.record(
    {
      [FARGATE_PROFILE_LABEL]: often("default", fc.constantFrom("other", "", 5)),
      [INJECT_LABEL]: often("true", fc.constant("false")),
      tier: fc.constantFrom("front", "back"),
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
      name: containerName,
      image: fc.constantFrom("nginx:1.27", "busybox:1.37"),
      restartPolicy: fc.constant("Always"),
      volumeMounts: fc.uniqueArray(fc.record({ name: volumeName, mountPath: fc.constantFrom("/a", "/b") }), {
        maxLength: 2,
        selector: ({ mountPath }) => mountPath,
      }),
      ports: fc.array(fc.record({ containerPort: fc.constant(80), hostPort: fc.constantFrom(80, 81) }), {
        maxLength: 1,
      }),
      resources: fc.constantFrom({ requests: { cpu: "500m" } }, { limits: { cpu: 0.2 } }),
      odd: anyJson,
    },
    { requiredKeys: ["name"] },
  );
}

function volume(): fc.Arbitrary<{ name: string }> {
  return fc.tuple(volumeName, volumeSource).map(([name, source]) => ({ name, ...source }));
}

/** Mostly the usual value. */
function often<Usual, Other>(usual: Usual, other: fc.Arbitrary<Other>): fc.Arbitrary<Usual | Other> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: other });
}

function orNull<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> {
  return fc.option(value, { freq: 8 });
}

function nameOf({ name }: { name: string }): string {
  return name;
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
