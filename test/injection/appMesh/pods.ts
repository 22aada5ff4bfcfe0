import assert from "node:assert/strict";
import { appMeshBody, type AppMeshBody, type NoAppMeshBody } from "../../../injection/appMesh/appMeshBody";
import type { AppMeshSettings } from "../../../injection/appMesh/appMeshSettings";
import { parseAppMeshSettings } from "../../../injection/appMesh/parseAppMeshSettings";
import { podBefore, type PodBefore } from "../../../injection/decision/podBefore";
import { readPod } from "../../../injection/decision/readPod";
import {
  FARGATE_PROFILE_LABEL,
  formatProblem,
  type JsonObject,
  type JsonValue,
  type Problem,
} from "../../../injection";

/** Settings that must be right. */
export function settingsOf(value: JsonObject): AppMeshSettings {
  const problems: Problem[] = [];
  const settings = parseAppMeshSettings(value, "mesh", (path, message) => void problems.push({ path, message }));
  assert.deepEqual(problems.map(formatProblem), []);
  return settings;
}

/** The pod as the engine sees it, on Fargate where it has the label of a profile. */
export function podOf(pod: JsonObject, namespace: string): PodBefore {
  const view = readPod(pod);
  assert.ok(!("fault" in view), JSON.stringify(view));
  const { [FARGATE_PROFILE_LABEL]: profile } = view.labels;
  return podBefore(view, { namespace, fargateProfile: typeof profile === "string" ? profile : "" });
}

/** A pod of one container on port 80 that names its virtual node, with these annotations without their prefix. */
export function annotatedPod(
  annotations: Readonly<Record<string, JsonValue>>,
  spec: JsonObject = {},
  labels: JsonObject = {},
): JsonObject {
  const prefixed = Object.entries({ virtualNode: "web", ...annotations }).map(
    ([name, value]) => [`appmesh.k8s.aws/${name}`, value] as const,
  );
  return {
    metadata: { name: "web", labels, annotations: Object.fromEntries(prefixed) },
    spec: { containers: [{ name: "web", image: "web", ports: [{ containerPort: 80 }] }], ...spec },
  };
}

/** What the pod gets of a template with few settings. */
export function bodyFor(pod: JsonObject, settings: JsonObject = {}): AppMeshBody | NoAppMeshBody {
  return appMeshBody(settingsOf({ mesh: "m", region: "eu-west-1", ...settings }), podOf(pod, "shop"));
}
