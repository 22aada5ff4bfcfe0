import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import {
  checkDnsLabel,
  checkExactlyOne,
  checkFileMode,
  checkGiven,
  checkNumberRange,
  checkObjectName,
  checkOneOf,
  checkRelativePath,
  checkUnique,
  hasBackstep,
  isGiven,
  objectsAt,
} from "./commonRules";
import { checkFieldRef, checkResourceFieldRef } from "./downwardApiRules";
import { checkClaimTemplate } from "./claimTemplateRules";
import { describeValue, type Report } from "../problem";
import { isFieldOf } from "./templateTypes";

/** Checks what the types alone do not say of a volume. Source: k8s.io/kubernetes, pkg/apis/core/validation. */
export function checkVolume(volume: JsonObject, path: string, report: Report): void {
  checkDnsLabel(volume.name, `${path}.name`, report);
  const sources = Object.keys(volume).filter(
    (field) => field !== "name" && isFieldOf("Volume", field) && isGiven(volume[field]),
  );
  if (sources.length > 1) report(path, `has ${sources.join(" and ")}; a volume has one source`);
  for (const source of sources) {
    const value = volume[source];
    const at = `${path}.${source}`;
    if (!isJsonObject(value)) continue;
    if (Object.hasOwn(SOURCES, source)) SOURCES[source]?.(value, at, report);
    else report(at, `is no kind of volume for sidecars; known are ${Object.keys(SOURCES).sort().join(", ")}`);
  }
}

type CheckSource = (source: JsonObject, path: string, report: Report) => void;

/**
 * The kinds of volume that a template may bring, with the rules of each. The others are for drivers that no node of EKS
 * has, or unknown to Kubernetes versions that EKS still runs. What Fargate cannot mount of these is for lint rules.
 */
const SOURCES: Readonly<Record<string, CheckSource>> = {
  awsElasticBlockStore({ partition }, path, report) {
    checkNumberRange(partition, [0, 255], `${path}.partition`, report);
  },
  configMap(source, path, report) {
    checkGiven(source.name, `${path}.name`, report);
    checkFiles(source, path, report);
  },
  csi(source, path, report) {
    const { driver, nodePublishSecretRef } = source;
    if (typeof driver === "string" && driver.length > 63) report(`${path}.driver`, "must be at most 63 characters");
    else if (typeof driver === "string") checkObjectName(driver.toLowerCase(), `${path}.driver`, report);
    if (isJsonObject(nodePublishSecretRef))
      checkObjectName(nodePublishSecretRef.name, `${path}.nodePublishSecretRef.name`, report);
  },
  downwardAPI: checkFiles,
  emptyDir({ medium, sizeLimit }, path, report) {
    checkOneOf(medium, ["", "Memory"], `${path}.medium`, report);
    if ((typeof sizeLimit === "string" || typeof sizeLimit === "number") && (parseQuantity(sizeLimit) ?? 0n) < 0n)
      report(`${path}.sizeLimit`, "must not be negative");
  },
  ephemeral({ volumeClaimTemplate }, path, report) {
    const at = `${path}.volumeClaimTemplate`;
    checkGiven(volumeClaimTemplate, at, report);
    if (isJsonObject(volumeClaimTemplate)) checkClaimTemplate(volumeClaimTemplate, at, report);
  },
  hostPath(source, path, report) {
    if (typeof source.path === "string" && hasBackstep(source.path))
      report(`${path}.path`, `must be a path without "..", but is ${describeValue(source.path)}`);
    checkOneOf(source.type, HOST_PATH_TYPES, `${path}.type`, report);
  },
  nfs(source, path, report) {
    if (typeof source.path === "string" && source.path !== "" && !source.path.startsWith("/"))
      report(`${path}.path`, `must be an absolute path, but is ${describeValue(source.path)}`);
  },
  // Its only rule, a claimName, is one of its type already.
  persistentVolumeClaim: () => undefined,
  projected: checkProjected,
  secret(source, path, report) {
    checkGiven(source.secretName, `${path}.secretName`, report);
    checkFiles(source, path, report);
  },
};

const HOST_PATH_TYPES = [
  "",
  "DirectoryOrCreate",
  "Directory",
  "FileOrCreate",
  "File",
  "Socket",
  "CharDevice",
  "BlockDevice",
];

function checkProjected(projected: JsonObject, path: string, report: Report): void {
  checkFileMode(projected.defaultMode, `${path}.defaultMode`, report);
  const files: (readonly [JsonValue | undefined, string])[] = [];
  for (const [source, at] of objectsAt(projected.sources, `${path}.sources`)) {
    const { configMap, secret, downwardAPI, serviceAccountToken: token } = source;
    const newer = ["clusterTrustBundle", "podCertificate"].filter((field) => isGiven(source[field]));
    for (const field of newer) report(`${at}.${field}`, "is not for templates: not every Kubernetes version takes it");
    if (newer.length === 0) checkExactlyOne({ configMap, secret, downwardAPI, serviceAccountToken: token }, at, report);
    for (const [field, reference] of Object.entries({ configMap, secret, downwardAPI })) {
      if (!isJsonObject(reference)) continue;
      if (field !== "downwardAPI") checkGiven(reference.name, `${at}.${field}.name`, report);
      files.push(...checkFiles(reference, `${at}.${field}`, report));
    }
    if (!isJsonObject(token)) continue;
    checkNumberRange(token.expirationSeconds, [600, 2 ** 32], `${at}.serviceAccountToken.expirationSeconds`, report);
    checkFilePath(token.path, `${at}.serviceAccountToken.path`, report);
  }
  checkUnique(files, report);
}

/** Fields of the pod that a file of a volume can take its content from. */
const FIELDS = ["metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid"];

/** Checks the files of a volume source, and gives the path of each with the place where it stands. */
function checkFiles(
  source: JsonObject,
  path: string,
  report: Report,
): readonly (readonly [JsonValue | undefined, string])[] {
  checkFileMode(source.defaultMode, `${path}.defaultMode`, report);
  const items = objectsAt(source.items, `${path}.items`);
  for (const [item, at] of items) {
    checkFileMode(item.mode, `${at}.mode`, report);
    checkFilePath(item.path, `${at}.path`, report);
    if (!path.endsWith("downwardAPI")) continue;
    const { fieldRef, resourceFieldRef } = item;
    checkExactlyOne({ fieldRef, resourceFieldRef }, at, report);
    checkFieldRef(fieldRef, FIELDS, `${at}.fieldRef`, report);
    checkResourceFieldRef(resourceFieldRef, `${at}.resourceFieldRef`, report);
    if (isJsonObject(resourceFieldRef))
      checkGiven(resourceFieldRef.containerName, `${at}.resourceFieldRef.containerName`, report);
  }
  return items.map(([item, at]) => [item.path, `${at}.path`]);
}

/** The kubelet keeps what starts with ".." in a volume for itself. */
function checkFilePath(value: JsonValue | undefined, path: string, report: Report): void {
  if (typeof value === "string" && value.startsWith("..")) report(path, `must not start with "..", but is "${value}"`);
  else checkRelativePath(value, path, report);
}
