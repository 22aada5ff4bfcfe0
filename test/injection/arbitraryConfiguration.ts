import fc from "fast-check";
import type { JsonObject } from "../../injection/json";
import { containerName, pullSecretName, templateName, volumeName, volumeSource } from "./arbitraryPods";

/** The data of a sidecar ConfigMap in which every template is valid, though they may clash with each other. */
export const arbitraryConfiguration: fc.Arbitrary<Readonly<Record<string, JsonObject>>> = fc.dictionary(
  templateName,
  template(),
  { maxKeys: 4 },
);

function template(): fc.Arbitrary<JsonObject> {
  return fc
    .record(
      {
        profiles: fc.constantFrom(["default"], ["def*", "other"], ["*"]),
        namespaces: fc.constantFrom(["shop"], ["sh*"], ["elsewhere"]),
        podSelector: fc.constantFrom<JsonObject[]>(
          { matchLabels: { tier: "front" } },
          { matchExpressions: [{ key: "tier", operator: "NotIn", values: ["front"] }] },
        ),
        order: fc.integer({ min: -2, max: 2 }),
        spec: spec(),
      },
      { requiredKeys: ["profiles", "spec"] },
    )
    .map((fields) => ({ ...fields }));
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
    })
    .filter(({ volumes, names, imagePullSecrets }) => volumes.length + names.length + imagePullSecrets.length > 0)
    .map(({ volumes, names, kinds, extras: fields, imagePullSecrets }) => {
      const lists: Record<string, JsonObject[]> = { containers: [], sidecars: [], initContainers: [] };
      names.forEach((name, index) => {
        const kind = kinds[index] ?? "containers";
        const volumeMounts = volumes.map((volume) => ({ name: volume.name, mountPath: `/${volume.name}` }));
        const extra = kind === "initContainers" ? {} : (fields[index] ?? {});
        lists[kind]?.push({ name, image: "sidecar:1", volumeMounts, ...extra });
      });
      return { ...lists, volumes, imagePullSecrets };
    });
}

/** What the pod as a whole may have no room for. At most one container of a template takes a port of the host. */
function extras(): fc.Arbitrary<JsonObject> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constant<JsonObject>({}) },
    { weight: 1, arbitrary: fc.constant<JsonObject>({ lifecycle: { preStop: { sleep: { seconds: 45 } } } }) },
    {
      weight: 1,
      arbitrary: fc.constant<JsonObject>({ resources: { requests: { cpu: "300m" }, limits: { cpu: "1" } } }),
    },
  );
}
