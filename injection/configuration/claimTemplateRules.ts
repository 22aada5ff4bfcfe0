import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { checkObjectName, checkOneOf, isGiven } from "./commonRules";
import { checkMetadata } from "./metadataRules";
import type { Report } from "../problem";

/** Fields of a claim that few volumes made for one pod have, and that have rules of their own. */
const NOT_FOR_TEMPLATES = ["dataSource", "dataSourceRef", "selector", "volumeAttributesClassName"];

const ACCESS_MODES = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"];

/**
 * Checks `volumeClaimTemplate` of an ephemeral volume. Source: ValidatePersistentVolumeClaimTemplate in
 * k8s.io/kubernetes, pkg/apis/core/validation.
 */
export function checkClaimTemplate({ metadata, spec }: JsonObject, path: string, report: Report): void {
  if (isJsonObject(metadata)) {
    for (const field of Object.keys(metadata))
      if (field !== "labels" && field !== "annotations" && isGiven(metadata[field]))
        report(`${path}.metadata.${field}`, "is not for a claim of a volume; known are annotations, labels");
    checkMetadata(metadata, `${path}.metadata`, report);
  }
  if (!isJsonObject(spec)) return;
  const at = `${path}.spec`;
  for (const field of NOT_FOR_TEMPLATES) if (isGiven(spec[field])) report(`${at}.${field}`, "is not for templates");
  checkAccessModes(spec.accessModes, `${at}.accessModes`, report);
  checkStorage(spec.resources, `${at}.resources.requests.storage`, report);
  checkOneOf(spec.volumeMode, ["Filesystem", "Block"], `${at}.volumeMode`, report);
  if (isGiven(spec.storageClassName) && spec.storageClassName !== "")
    checkObjectName(spec.storageClassName, `${at}.storageClassName`, report);
}

function checkAccessModes(modes: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonArray(modes) || modes.length === 0) {
    report(path, `is missing; give at least one of ${ACCESS_MODES.join(", ")}`);
    return;
  }
  modes.forEach((mode, index) => {
    if (typeof mode === "string") checkOneOf(mode, ACCESS_MODES, `${path}[${index}]`, report);
  });
  if (modes.includes("ReadWriteOncePod") && modes.some((mode) => mode !== "ReadWriteOncePod"))
    report(path, "has ReadWriteOncePod beside others, with which it does not go");
}

function checkStorage(resources: JsonValue | undefined, path: string, report: Report): void {
  const requests = isJsonObject(resources) ? resources.requests : undefined;
  const storage = isJsonObject(requests) ? requests.storage : undefined;
  if (!isGiven(storage)) report(path, "is missing");
  else if ((typeof storage === "string" || typeof storage === "number") && (parseQuantity(storage) ?? 1n) <= 0n)
    report(path, "must be more than 0");
}
