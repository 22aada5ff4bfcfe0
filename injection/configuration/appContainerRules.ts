import { canonicalJson, isJsonArray, withoutNulls, type JsonObject, type JsonValue } from "../json";
import { hasWildcard, matchesWildcard } from "../wildcard";
import { checkDnsLabel, checkUnique, isGiven, objectsAt } from "./commonRules";
import { checkEnvironment } from "./environmentRules";
import { checkMounts } from "./mountRules";
import type { Report } from "../problem";

/** The lists of an entry, and the field by which each item of a container's list goes. */
const LISTS = { env: "name", envFrom: undefined, volumeMounts: "mountPath" } as const;

/**
 * Checks `appContainers`: what the pod's own containers get. `volumeNames` are the template's own volumes, the only ones
 * that are known to be there.
 */
export function checkAppContainers(
  list: JsonValue | undefined,
  volumeNames: ReadonlySet<string>,
  path: string,
  report: Report,
): void {
  const entries = objectsAt(list, path);
  for (const [entry, at] of entries) {
    checkNames(entry.names, `${at}.names`, report);
    checkEnvironment(entry, at, report);
    checkUnique(
      objectsAt(entry.env, `${at}.env`).map(([variable, place]) => [variable.name, `${place}.name`] as const),
      report,
    );
    checkMounts(entry, volumeNames, at, report);
    if (Object.keys(LISTS).every((field) => isEmpty(entry[field])))
      report(at, `adds nothing; give at least one of ${Object.keys(LISTS).join(", ")}`);
  }
  checkAgreement(entries, report);
}

function checkNames(names: JsonValue | undefined, path: string, report: Report): void {
  if (!isJsonArray(names)) return;
  if (names.length === 0) report(path, 'must hold at least one name, which may hold "*" and "?"; leave it out for all');
  names.forEach((name, index) => {
    if (name === "") report(`${path}[${index}]`, 'must be a name, which may hold "*" and "?", but is empty');
    else if (typeof name === "string" && !hasWildcard(name)) checkDnsLabel(name, `${path}[${index}]`, report);
  });
}

/**
 * Reports what a container would never get, because an earlier entry that is for it too gives it differently: the first
 * one wins. So an entry for some containers stands before the one for all.
 */
function checkAgreement(entries: readonly (readonly [JsonObject, string])[], report: Report): void {
  entries.forEach(([entry, at], index) => {
    for (const [earlier, earlierAt] of entries.slice(0, index)) {
      if (!goesFirst(earlier, entry)) continue;
      for (const [field, key] of Object.entries(LISTS)) {
        if (key === undefined) continue;
        const given = objectsAt(earlier[field], `${earlierAt}.${field}`);
        for (const [item, place] of objectsAt(entry[field], `${at}.${field}`)) {
          const other = given.find(([candidate]) => candidate[key] === item[key]);
          if (typeof item[key] === "string" && other !== undefined && !equal(other[0], item))
            report(
              place,
              `gives ${item[key]} differently from ${other[1]}, which goes first and is for the same container`,
            );
        }
      }
    }
  });
}

function goesFirst(earlier: JsonObject, later: JsonObject): boolean {
  return namesOf(later).some((name) => namesOf(earlier).some((wide) => covers(wide, name)));
}

/** Tells whether every name that matches the narrow pattern matches the wide one too, as far as that is easy to see. */
function covers(wide: string, narrow: string): boolean {
  return wide === narrow || /^\*+$/.test(wide) || (!hasWildcard(narrow) && matchesWildcard(wide, narrow));
}

function namesOf({ names }: JsonObject): readonly string[] {
  return isJsonArray(names) ? names.filter((name) => typeof name === "string") : ["*"];
}

function isEmpty(value: JsonValue | undefined): boolean {
  return !isGiven(value) || (isJsonArray(value) && value.length === 0);
}

function equal(a: JsonObject, b: JsonObject): boolean {
  return canonicalJson(withoutNulls(a)) === canonicalJson(withoutNulls(b));
}
