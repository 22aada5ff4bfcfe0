import type { PodView } from "../kubernetes/readPod";
import { isJsonArray, isJsonObject, type JsonObject } from "../json";
import { findPodIdentity } from "./awsFindings";
import type { LintFinding } from "./lintRule";
import { findUnsupportedInContainer } from "./unsupportedContainer";
import { findUnsupportedNode } from "./unsupportedNode";
import { findUnsupportedVolume } from "./unsupportedVolume";

/**
 * What of the pod itself can never run on Fargate, credentials that it will not get there, and resources that may not
 * count. Called for every pod at
 * admission, so it costs next to nothing.
 */
export function lintPod({ metadata, spec, containers, initContainers, volumes }: PodView): readonly LintFinding[] {
  const found: LintFinding[] = [];
  findDaemonSet(metadata, found);
  findUnsupportedNode(spec, found);
  if (spec.resources !== undefined) findPodLevelResources(spec.resources, found);
  findInContainers(containers, "spec.containers", found);
  if (initContainers !== undefined) findInContainers(initContainers, "spec.initContainers", found);
  if (volumes !== undefined) findInVolumes(volumes, found);
  return found;
}

function findDaemonSet({ ownerReferences }: JsonObject, found: LintFinding[]): void {
  if (!isJsonArray(ownerReferences)) return;
  for (let index = 0; index < ownerReferences.length; index++) {
    const owner = ownerReferences[index];
    if (isJsonObject(owner) && owner.kind === "DaemonSet")
      found.push({
        rule: "daemonset",
        path: `metadata.ownerReferences[${index}]`,
        message: "is a DaemonSet, whose pods Fargate does not run",
      });
  }
}

function findPodLevelResources(resources: JsonObject[string], found: LintFinding[]): void {
  if (!isJsonObject(resources) || ![resources.requests, resources.limits].some(isFilled)) return;
  const message = "may not count for Fargate, which perhaps goes by the containers alone";
  found.push({ rule: "pod-level-resources", path: "spec.resources", message });
}

function isFilled(amounts: JsonObject[string]): boolean {
  return isJsonObject(amounts) && Object.keys(amounts).length > 0;
}

function findInContainers(containers: readonly JsonObject[], list: string, found: LintFinding[]): void {
  for (let index = 0; index < containers.length; index++) {
    const container = containers[index];
    if (container !== undefined) findUnsupportedInContainer(container, list, index, found);
  }
}

function findInVolumes(volumes: readonly JsonObject[], found: LintFinding[]): void {
  for (let index = 0; index < volumes.length; index++) {
    const volume = volumes[index];
    if (volume === undefined) continue;
    findUnsupportedVolume(volume, "spec.volumes", index, found);
    findPodIdentity(volume, "spec.volumes", index, found);
  }
}
