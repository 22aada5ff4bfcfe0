import { describeValue } from "../../injection/problem";
import type { ArgumentCheck } from "./argumentChecks";

interface EksVersion {
  minor: number;
  /** Last day, in UTC, of the support that comes with the price of a cluster. */
  standardSupportUntil: string;
  /** Last day of the support that costs several times as much; EKS upgrades the cluster afterwards. */
  extendedSupportUntil: string;
}

/** Source: EKS User Guide, "Amazon EKS Kubernetes release calendar". */
const VERSIONS: readonly EksVersion[] = [
  { minor: 31, standardSupportUntil: "2025-11-26", extendedSupportUntil: "2026-11-26" },
  { minor: 32, standardSupportUntil: "2026-03-23", extendedSupportUntil: "2027-03-23" },
  { minor: 33, standardSupportUntil: "2026-07-29", extendedSupportUntil: "2027-07-29" },
  { minor: 34, standardSupportUntil: "2026-12-02", extendedSupportUntil: "2027-12-02" },
  { minor: 35, standardSupportUntil: "2027-03-27", extendedSupportUntil: "2028-03-27" },
  { minor: 36, standardSupportUntil: "2027-08-02", extendedSupportUntil: "2028-08-02" },
];

const OLDEST = Math.min(...VERSIONS.map(({ minor }) => minor));
const NEWEST = Math.max(...VERSIONS.map(({ minor }) => minor));

/** What is wrong with a version of Kubernetes that EKS is asked for. One that is newer than the table is let through. */
export const eksVersionProblem: ArgumentCheck = (value) => {
  const minor = minorOf(value);
  if (minor === undefined) {
    const meant = /^v?(1\.[0-9]{1,3})(\.[0-9]+)?$/.exec(String(value))?.[1] ?? `1.${NEWEST}`;
    return `${describeValue(value)} is not a minor version of Kubernetes; give the text "${meant}"`;
  }
  if (minor >= OLDEST) return undefined;
  const lostZero = minor < 10 ? `, or if "1.${minor}0" was meant, write it in quotes` : "";
  return `"1.${minor}" is not offered by EKS any more; give a version from "1.${OLDEST}" on${lostZero}`;
};

/** What is worth knowing, on that day, about a version in which nothing is wrong. */
export function eksVersionWarning(value: unknown, today: Date): string | undefined {
  const minor = minorOf(value);
  if (minor === undefined || minor < OLDEST) return undefined;
  const version = VERSIONS.find((known) => known.minor === minor);
  if (version === undefined) {
    return `"1.${minor}" is newer than this package, which knows EKS up to 1.${NEWEST} and was not tried with it`;
  }
  const { standardSupportUntil, extendedSupportUntil } = version;
  if (isOver(extendedSupportUntil, today)) {
    return `the support of "1.${minor}" ended on ${extendedSupportUntil}: EKS makes no new clusters of it and upgrades old ones`;
  }
  if (!isOver(standardSupportUntil, today)) return undefined;
  return (
    `the standard support of "1.${minor}" ended on ${standardSupportUntil}: ` +
    `the cluster costs several times as much, and EKS upgrades it after ${extendedSupportUntil}`
  );
}

function minorOf(value: unknown): number | undefined {
  const minor = typeof value === "string" ? /^1\.([1-9][0-9]{0,2})$/.exec(value)?.[1] : undefined;
  return minor === undefined ? undefined : Number(minor);
}

function isOver(lastDay: string, today: Date): boolean {
  return today.toISOString().slice(0, 10) > lastDay;
}
