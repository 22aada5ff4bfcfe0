import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json";
import { checkGiven, checkNumberRange, checkOneOf, checkRelativePath, isGiven } from "./commonRules";
import type { Report } from "./problem";

/** Checks `securityContext` of a container. */
export function checkSecurityContext(context: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonObject(context)) return;
  for (const field of ["runAsUser", "runAsGroup"])
    checkNumberRange(context[field], [0, 2 ** 31 - 1], `${path}.${field}`, report);
  checkEscalation(context, path, report);
  for (const field of ["seccompProfile", "appArmorProfile"] as const)
    checkProfile(context[field], `${path}.${field}`, report);
  // "Unmasked" is refused in every pod that does not have hostUsers: false.
  checkOneOf(context.procMount, ["Default"], `${path}.procMount`, report);
  if (isGiven(context.windowsOptions)) report(`${path}.windowsOptions`, "is not for Fargate, which runs Linux only");
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
  checkRelativePath(profile.localhostProfile, `${path}.localhostProfile`, report);
}
