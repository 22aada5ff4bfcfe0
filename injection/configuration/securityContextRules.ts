import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json";
import { checkGiven, checkNumberRange, checkOneOf, checkRelativePath, isGiven, isPadded } from "./commonRules";
import { describeValue, type Report } from "../problem";

/** Checks `securityContext` of a container. */
export function checkSecurityContext(context: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(context)) return;
  for (const field of ["runAsUser", "runAsGroup"]) checkId(context[field], `${path}.${field}`, report);
  checkEscalation(context, path, report);
  checkProfiles(context, path, report);
  // "Unmasked" is refused in every pod that does not have hostUsers: false.
  checkOneOf(context.procMount, ["Default"], `${path}.procMount`, report);
  if (isGiven(context.windowsOptions)) report(`${path}.windowsOptions`, "is not for Fargate, which runs Linux only");
}

/** Checks the id of a user or group, of which Kubernetes takes 31 bits. */
export function checkId(id: JsonValue | undefined, path: string, report: Report): void {
  checkNumberRange(id, [0, 2 ** 31 - 1], path, report);
}

/** Checks `seccompProfile`, a file below a folder of the node, and `appArmorProfile`, in a container or in the pod. */
export function checkProfiles({ seccompProfile, appArmorProfile }: JsonObject, path: string, report: Report): void {
  checkProfile(seccompProfile, `${path}.seccompProfile`, report);
  if (isJsonObject(seccompProfile))
    checkRelativePath(seccompProfile.localhostProfile, `${path}.seccompProfile.localhostProfile`, report);
  checkProfile(appArmorProfile, `${path}.appArmorProfile`, report);
  if (isJsonObject(appArmorProfile))
    checkProfileName(appArmorProfile.localhostProfile, `${path}.appArmorProfile.localhostProfile`, report);
}

function checkEscalation(context: JsonObject, path: string, report: Report): void {
  if (context.allowPrivilegeEscalation !== false) return;
  const added = isJsonObject(context.capabilities) ? context.capabilities.add : undefined;
  if (context.privileged === true)
    report(`${path}.allowPrivilegeEscalation`, "must not be false in a privileged container");
  if (isJsonArray(added) && added.includes("CAP_SYS_ADMIN"))
    report(`${path}.allowPrivilegeEscalation`, "must not be false in a container with CAP_SYS_ADMIN");
}

function checkProfile(profile: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(profile)) return;
  checkOneOf(profile.type, ["RuntimeDefault", "Localhost", "Unconfined"], `${path}.type`, report);
  if (profile.type === "Localhost") checkGiven(profile.localhostProfile, `${path}.localhostProfile`, report);
  else if (isGiven(profile.localhostProfile)) report(`${path}.localhostProfile`, "is only for type Localhost");
}

/** A profile of AppArmor goes by its name, which may look like a path. */
function checkProfileName(name: JsonValue | undefined, path: string, report: Report): void {
  if (typeof name !== "string") return;
  if (isPadded(name)) report(path, `must be without spaces around it, but is ${describeValue(name)}`);
  if (Buffer.byteLength(name) > LONGEST_PROFILE_NAME) report(path, `must be at most ${LONGEST_PROFILE_NAME} bytes`);
}

const LONGEST_PROFILE_NAME = 4095;
