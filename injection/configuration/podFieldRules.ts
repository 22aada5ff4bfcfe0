import { isIPv4, isIPv6 } from "node:net";
import { isJsonArray, type JsonValue } from "../json";
import { checkGiven, checkNumberRange, checkObjectName, checkUnique, isGiven, objectsAt } from "./commonRules";
import { describeValue, type Report } from "../problem";

/** Checks `hostAliases`: each is an address with names for it. Of an address that stands twice, all names count. */
export function checkHostAliases(aliases: JsonValue | undefined, path: string, report: Report): void {
  for (const [{ ip, hostnames }, at] of objectsAt(aliases, path)) {
    checkAddress(ip, `${at}.ip`, report);
    if (!isGiven(hostnames) || (isJsonArray(hostnames) && hostnames.length === 0))
      report(`${at}.hostnames`, "must hold at least one name for the address");
    if (isJsonArray(hostnames))
      hostnames.forEach((hostname, index) => {
        checkObjectName(hostname, `${at}.hostnames[${index}]`, report);
      });
  }
}

/**
 * Checks `dnsConfig.options`. The API server wants no more than a name, but what is written into a resolv.conf must be
 * read there: no spaces, a number where the resolver wants one. Source: resolv.conf(5).
 */
export function checkDnsOptions(options: JsonValue | undefined, path: string, report: Report): void {
  const list = objectsAt(options, path);
  for (const [{ name, value }, at] of list) {
    checkGiven(name, `${at}.name`, report);
    if (typeof name === "string" && /[\s:]/.test(name))
      report(`${at}.name`, `must be a name without its value, which stands in value, but is ${describeValue(name)}`);
    if (typeof name === "string" && NUMERIC_OPTIONS.includes(name)) checkOptionNumber(value, `${at}.value`, report);
    else if (typeof value === "string" && /\s/.test(value))
      report(`${at}.value`, `must be a value without spaces, but is ${describeValue(value)}`);
  }
  checkUnique(
    list.map(([{ name }, at]) => [name, `${at}.name`] as const),
    report,
  );
}

/**
 * Checks `terminationGracePeriodSeconds`. The API server takes any number, and one below 0 as 1. A number of more than 31
 * bits is more than `activeDeadlineSeconds` may be, and can be too much for the times that are worked out from it.
 */
export function checkGracePeriod(seconds: JsonValue | undefined, path: string, report: Report): void {
  checkNumberRange(seconds, [0, 2 ** 31 - 1], path, report);
}

/** Checks `imagePullSecrets`: each is the name of a Secret. */
export function checkPullSecrets(secrets: JsonValue | undefined, path: string, report: Report): void {
  const list = objectsAt(secrets, path);
  for (const [{ name }, at] of list) checkObjectName(name, `${at}.name`, report);
  checkUnique(
    list.map(([{ name }, at]) => [name, `${at}.name`] as const),
    report,
  );
}

/** Options of a resolver that stand with a number. */
const NUMERIC_OPTIONS: readonly string[] = ["ndots", "timeout", "attempts"];

function checkOptionNumber(value: JsonValue | undefined, path: string, report: Report): void {
  if (isGiven(value) && typeof value !== "string") return;
  if (typeof value !== "string" || !/^\d+$/.test(value))
    report(path, `must be a whole number in quotes, but is ${describeValue(value)}`);
}

/**
 * Kubernetes takes leading zeros and IPv4 addresses in the form of IPv6 only before 1.36, and a zone (`%eth0`) never.
 * Source: k8s.io/apimachinery, pkg/util/validation, IsValidIPForLegacyField.
 */
function checkAddress(ip: JsonValue | undefined, path: string, report: Report): void {
  if (typeof ip !== "string" || ip === "") return;
  if (!isIPv4(ip) && (!isIPv6(ip) || ip.includes("%")))
    report(path, `must be an IPv4 or IPv6 address without leading zeros, but is ${describeValue(ip)}`);
  else if (/^::ffff:[0-9a-f]+:[0-9a-f]+$/.test(canonicalAddress(ip)))
    report(path, `must be written as an IPv4 address, but is ${describeValue(ip)}`);
}

/** The one way to write the address, where it is one: `2001:DB8:0::1` is `2001:db8::1`. */
function canonicalAddress(ip: string): string {
  return isIPv6(ip) && !ip.includes("%") ? new URL(`http://[${ip}]`).hostname.slice(1, -1) : ip;
}
