import fc from "fast-check";
import { isJsonObject, objectsIn, type JsonObject } from "../../injection/json";
import {
  containerName,
  dnsOption,
  hostAlias,
  labelKey,
  mountPath,
  often,
  pullSecretName,
  sourceOfVariables,
  templateName,
  variableName,
  volumeName,
  volumeSource,
} from "./arbitraryPods";

/** From every kind of source, of every type; `p` is what the author of the pod likes. */
const PARAMETERS: JsonObject = {
  p: { annotation: "example.com/level", default: "info" },
  t: { label: "example.com/team", default: "web" },
  s: { field: "spec.serviceAccountName", default: "default" },
  c: { field: "spec.containers[0].name", pattern: "^[a-z]+$" },
  n: { annotation: "example.com/port", type: "integer", default: 8080 },
  b: { annotation: "example.com/debug", type: "boolean", default: false },
  q: { annotation: "example.com/memory", type: "quantity", default: "64Mi" },
};

/** Strings of a template that differ from pod to pod, among those that do not. */
const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("plain", "$HOME", "${HOME}", "$${p}") },
  {
    weight: 1,
    arbitrary: fc.constantFrom("${p}", "${t}-${s}", "a ${c} ${n} ${b}", "${pod.namespace}", "${pod.ownerName}"),
  },
  { weight: 1, arbitrary: fc.constantFrom("${pod.ports}", "${pod.ownerKind}/${pod.fargateProfile}") },
);

/** The data of a sidecar ConfigMap in which every template is valid, though they may clash with each other. */
export const arbitraryConfiguration: fc.Arbitrary<Readonly<Record<string, JsonObject>>> = fc.dictionary(
  templateName,
  template(),
  { minKeys: 1, maxKeys: 4 },
);

/** One template with parameters in many of its places, for pods of the profile `default`. */
export const parameterizedTemplate: fc.Arbitrary<JsonObject> = fc
  .tuple(metadata(), spec())
  .map(([labels, fields]) => ({ profiles: ["*"], parameters: PARAMETERS, metadata: labels, spec: fields }));

function template(): fc.Arbitrary<JsonObject> {
  return fc
    .record(
      {
        profiles: fc.constantFrom(["default"], ["def*", "other"], ["*"]),
        namespaces: often(["shop"], fc.constantFrom(["sh*"], ["elsewhere"])),
        podSelector: often<JsonObject, JsonObject>(
          {},
          fc.constantFrom<JsonObject[]>(
            { matchLabels: { tier: "front" } },
            { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["front"] }] },
            { matchExpressions: [{ key: "example.com/team", operator: "DoesNotExist" }] },
          ),
        ),
        optIn: often(false, fc.constant(true)),
        order: fc.integer({ min: -2, max: 2 }),
        parameters: fc.constant(PARAMETERS),
        metadata: metadata(),
        spec: spec(),
      },
      { requiredKeys: ["profiles", "parameters", "spec"] },
    )
    .chain((fields) =>
      often<JsonObject, JsonObject>({}, fc.constantFrom(sizingOf(fields.spec))).map((sizing) => ({
        ...fields,
        ...sizing,
      })),
    );
}

/** Sidecars that may be lowered to a little, in whatever they ask for. */
function sizingOf(spec: JsonObject): JsonObject {
  const sidecars = [...objectsIn(spec.containers), ...objectsIn(spec.sidecars)];
  const minimum = sidecars.flatMap(({ name, resources }) => {
    if (typeof name !== "string" || !isJsonObject(resources)) return [];
    const { cpu, memory } = {
      ...(isJsonObject(resources.limits) ? resources.limits : {}),
      ...(isJsonObject(resources.requests) ? resources.requests : {}),
    };
    const least = { ...(cpu === undefined ? {} : { cpu: "20m" }), ...(memory === undefined ? {} : { memory: "8Mi" }) };
    return [[name, least] as const];
  });
  return minimum.length === 0 ? {} : { sizing: { fit: true, minimum: Object.fromEntries(minimum) } };
}

function metadata(): fc.Arbitrary<JsonObject> {
  return fc.record(
    {
      labels: fc.dictionary(labelKey, often("front", fc.constantFrom("back", "${p}", "${t}")), { maxKeys: 2 }),
      annotations: fc.dictionary(fc.constantFrom("example.com/note", "example.com/port", "example.com/level"), text, {
        maxKeys: 2,
      }),
    },
    { requiredKeys: [] },
  );
}

/** Every container has its own name, and mounts only volumes that the template brings. */
function spec(): fc.Arbitrary<JsonObject> {
  return fc
    .record({
      volumes: fc.uniqueArray(
        fc.tuple(volumeName, volumeSource).map(([name, source]) => ({ name, ...source })),
        { maxLength: 2, selector: ({ name }) => name },
      ),
      names: fc.uniqueArray(containerName, { minLength: 0, maxLength: 3 }),
      kinds: fc.array(fc.constantFrom("containers", "sidecars", "initContainers"), { minLength: 3, maxLength: 3 }),
      extras: fc.array(extras(), { minLength: 3, maxLength: 3 }),
      imagePullSecrets: fc.array(
        pullSecretName.map((name) => ({ name })),
        { maxLength: 1 },
      ),
      podFields: podFields(),
      appContainer: appContainer(),
    })
    .map(({ volumes, names, kinds, extras: fields, imagePullSecrets, podFields: others, appContainer: forApp }) => {
      const lists: Record<string, JsonObject[]> = { containers: [], sidecars: [], initContainers: [] };
      names.forEach((name, index) => {
        const kind = kinds[index] ?? "containers";
        const volumeMounts = volumes.map((volume) => ({ name: volume.name, mountPath: `/${volume.name}` }));
        const { lifecycle, ...extra } = fields[index] ?? {};
        const hooks = kind === "initContainers" || lifecycle === undefined ? {} : { lifecycle };
        lists[kind]?.push({ name, image: "sidecar:1", volumeMounts, ...extra, ...hooks });
      });
      const { path, ...given } = forApp;
      const [first] = volumes;
      const volumeMounts = first === undefined ? [] : [{ name: first.name, mountPath: path }];
      const appContainers = Object.keys(given).length === 0 ? {} : { appContainers: [{ ...given, volumeMounts }] };
      return { ...lists, volumes, imagePullSecrets, ...others, ...appContainers };
    })
    .filter((fields) => Object.entries(fields).some(([field, value]) => adds(field, value)));
}

function adds(field: string, value: unknown): boolean {
  return field !== "native" && field !== "position" && !(Array.isArray(value) && value.length === 0);
}

/** Mostly few of them in one template. */
function podFields(): fc.Arbitrary<JsonObject> {
  const all = fc.record(
    {
      native: fc.constantFrom("auto", "always", "never"),
      position: fc.constantFrom("first", "last"),
      securityContext: fc.constantFrom({ fsGroup: 1337 }, { runAsUser: 9, fsGroup: 2 }, { fsGroup: "${n}" }),
      shareProcessNamespace: fc.constantFrom<(boolean | string)[]>(true, false, "${b}"),
      hostAliases: fc.uniqueArray(hostAlias(), { minLength: 1, maxLength: 2, selector: ({ ip }) => ip }),
      dnsConfig: fc.record({
        options: fc.uniqueArray(dnsOption(), { minLength: 1, maxLength: 2, selector: ({ name }) => name }),
      }),
      terminationGracePeriodSeconds: fc.constantFrom<(number | string)[]>(10, 50, "${n}"),
    },
    { requiredKeys: [] },
  );
  return fc.oneof(fc.constant<JsonObject>({}), all);
}

function appContainer(): fc.Arbitrary<JsonObject & { readonly path: string }> {
  const env = fc.uniqueArray(fc.record({ name: variableName, value: text }), {
    minLength: 1,
    maxLength: 2,
    selector: ({ name }) => name,
  });
  return fc
    .tuple(
      mountPath,
      fc.option(
        fc.record(
          {
            names: fc.constantFrom(["app"], ["*"], ["a*", "proxy"], ["nobody"]),
            env,
            envFrom: fc.uniqueArray(sourceOfVariables, { minLength: 1, maxLength: 2 }),
          },
          { requiredKeys: ["env"] },
        ),
      ),
    )
    .map(([path, given]) => ({ path, ...given }));
}

/** What the pod as a whole may have no room for, and what differs from pod to pod. */
function extras(): fc.Arbitrary<JsonObject> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant<JsonObject>({}) },
    { weight: 1, arbitrary: fc.constant<JsonObject>({ lifecycle: { preStop: { sleep: { seconds: 45 } } } }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<JsonObject[]>(
        { resources: { requests: { cpu: "300m" }, limits: { cpu: "1" } } },
        { resources: { requests: { cpu: "200m", memory: "300Mi" } } },
        { resources: { limits: { cpu: "100m", memory: "700M" } } },
        { securityContext: { privileged: true } },
      ),
    },
    { weight: 1, arbitrary: fc.record({ args: fc.array(text, { minLength: 1, maxLength: 2 }) }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<JsonObject[]>(
        { image: "sidecar:${p}" },
        { ports: [{ containerPort: "${n}", name: "http" }] },
        { ports: [{ containerPort: "${pod.port}" }] },
        { resources: { limits: { memory: "${q}" } } },
        { securityContext: { readOnlyRootFilesystem: "${b}" } },
        { workingDir: "/${p}", env: [{ name: "LEVEL", value: "${p}" }] },
      ),
    },
  );
}
