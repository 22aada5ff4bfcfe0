import assert from "node:assert/strict";
import {
  clusterFeatures,
  compileConfiguration,
  decide,
  FARGATE_PROFILE_LABEL,
  FARGATE_SCHEDULER,
  type Decision,
} from "../../injection";
import { isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";
import { PRESETS, type Preset } from "../../presets";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";

/** Values for those parameters of presets that have no default. */
const REQUIRED: Readonly<Record<string, string>> = { region: "eu-west-1", clusterName: "shop" };

/** A template on the preset as a user writes it: with the values that have to be given. */
export function completedTemplate({ name, template }: Preset): JsonObject {
  const parameters = Object.entries(REQUIRED)
    .filter(([parameter]) => Object.hasOwn(template.parameters, parameter))
    .map(([parameter, value]) => [parameter, { default: value }] as const);
  return { preset: name, parameters: Object.fromEntries(parameters) };
}

/** What whoever uses the preset in the template `default` is told, though nothing is wrong. */
export function secretWarnings(preset: JsonValue | undefined): readonly string[] {
  const secrets = typeof preset === "string" ? PRESETS.get(preset)?.secrets : undefined;
  return (secrets ?? []).map(
    ({ name, keys }) => `default.preset: needs the Secret ${name} (${keys.join(", ")}) in the namespace of each pod`,
  );
}

/** What is decided for a pod of profile `default`, in which these templates are all there is. */
export function decideFor(
  templates: Readonly<Record<string, JsonValue>>,
  pod: JsonObject,
  namespace: string,
): Decision {
  const features = clusterFeatures("1.36");
  assert.ok(features !== undefined);
  return decide(pod, namespace, compileConfiguration(readSidecarConfiguration(templates), features));
}

/** The pod as EKS leaves it for Fargate. */
export function onFargate(pod: JsonObject): JsonObject {
  const { metadata, spec } = pod;
  assert.ok(isJsonObject(metadata) && isJsonObject(spec));
  const labels = isJsonObject(metadata.labels) ? metadata.labels : {};
  return {
    ...pod,
    metadata: { ...metadata, labels: { ...labels, [FARGATE_PROFILE_LABEL]: "default" } },
    spec: { ...spec, schedulerName: FARGATE_SCHEDULER },
  };
}

const CONTAINER: JsonObject = {
  name: "shop",
  image: "registry.example.com/shop:1.4.2",
  ports: [{ containerPort: 8080 }],
  resources: { requests: { cpu: "1100m", memory: "2Gi" }, limits: { cpu: "1100m", memory: "2Gi" } },
  securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
};

const POD: JsonObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { generateName: "shop-5d9c7b8f64-", namespace: "shop", labels: { app: "shop" } },
  spec: {
    containers: [CONTAINER],
    securityContext: { runAsNonRoot: true, runAsUser: 10000, seccompProfile: { type: "RuntimeDefault" } },
  },
};

/** An app that keeps the level `restricted` itself, and no more than that. */
export const APP_POD: JsonObject = onFargate(POD);

/** The same as a Job makes it: a pod that has to end. */
export const JOB_POD: JsonObject = onFargate({
  ...POD,
  metadata: {
    generateName: "shop-import-",
    namespace: "shop",
    labels: { app: "shop", "batch.kubernetes.io/job-name": "shop-import" },
    ownerReferences: [
      {
        apiVersion: "batch/v1",
        kind: "Job",
        name: "shop-import",
        uid: "4f1d1a6e-0f0c-4a8e-9a51-3f6f0f1c2b7d",
        controller: true,
      },
    ],
  },
  spec: {
    restartPolicy: "Never",
    containers: [CONTAINER],
    securityContext: { runAsNonRoot: true, runAsUser: 10000, seccompProfile: { type: "RuntimeDefault" } },
  },
});
