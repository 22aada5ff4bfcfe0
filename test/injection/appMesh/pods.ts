import assert from "node:assert/strict";
import type { AppMeshSettings } from "../../../injection/appMesh/appMeshSettings";
import { parseAppMeshSettings } from "../../../injection/appMesh/parseAppMeshSettings";
import { podBefore, type PodBefore } from "../../../injection/decision/podBefore";
import { readPod } from "../../../injection/kubernetes/readPod";
import { FARGATE_PROFILE_LABEL, formatProblem, isJsonObject, type JsonObject, type Problem } from "../../../injection";

/** Settings that must be right. */
export function settingsOf(value: JsonObject): AppMeshSettings {
  const problems: Problem[] = [];
  const settings = parseAppMeshSettings(value, "mesh", (path, message) => void problems.push({ path, message }));
  assert.deepEqual(problems.map(formatProblem), []);
  return settings;
}

/** A template of the name `mesh` with settings that must be right. */
export function templateOf(settings: JsonObject): { readonly name: string; readonly settings: AppMeshSettings } {
  return { name: "mesh", settings: settingsOf(settings) };
}

/** The pod as the engine sees it, on Fargate where it has the label of a profile. */
export function podOf(pod: JsonObject, namespace: string): PodBefore {
  const { metadata } = pod;
  const labels = isJsonObject(metadata) && isJsonObject(metadata.labels) ? metadata.labels : {};
  const { [FARGATE_PROFILE_LABEL]: profile } = labels;
  return podOn(typeof profile === "string" ? profile : "", pod, namespace);
}

/** The pod as the engine sees it, on Fargate where the profile is not empty. */
export function podOn(fargateProfile: string, pod: JsonObject, namespace: string): PodBefore {
  const view = readPod(pod);
  assert.ok(!("fault" in view), JSON.stringify(view));
  return podBefore(view, { namespace, fargateProfile });
}
