import assert from "node:assert/strict";
import {
  clusterFeatures,
  compileConfiguration,
  decide,
  FARGATE_PROFILE_LABEL,
  FARGATE_SCHEDULER,
  parseSidecarConfiguration,
  type Decision,
} from "../../injection";
import { isJsonObject, type JsonObject } from "../../injection/json";
import type { Preset } from "../../presets";
import { asJson } from "./expandPreset";

/** Values for those parameters of presets that have no default. */
const REQUIRED: Readonly<Record<string, string>> = { region: "eu-west-1", clusterName: "shop" };

/** The preset's template as a user completes it: with the values that have to be given. */
export function completedTemplate(preset: Preset): JsonObject {
  const template = asJson(preset.template);
  assert.ok(isJsonObject(template) && isJsonObject(template.parameters));
  const parameters = Object.entries(template.parameters).map(([name, declaration]) => {
    assert.ok(isJsonObject(declaration));
    const value = REQUIRED[name];
    return [name, value === undefined ? declaration : { ...declaration, default: value }] as const;
  });
  return { ...template, parameters: Object.fromEntries(parameters) };
}

/** What is decided for a pod of profile `default`, in which these templates are all there is. */
export function decideFor(
  templates: Readonly<Record<string, JsonObject>>,
  pod: JsonObject,
  namespace: string,
): Decision {
  const features = clusterFeatures("1.36");
  assert.ok(features !== undefined);
  return decide(pod, namespace, compileConfiguration(parseSidecarConfiguration(templates), features));
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
  resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { cpu: "250m", memory: "512Mi" } },
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
