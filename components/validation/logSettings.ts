import { describeValue, nearestName, type Problem } from "../../injection/problem";
import type { FargateLoggingArgs } from "../cluster/fargateClusterArgs";
import type { ArgumentCheck } from "./argumentChecks";
import { inputProblems, optionalObjectProblems, type FieldsOf } from "./objectShape";

/** Source: EKS API, LogType. */
const CLUSTER_LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Source: CloudWatch Logs API, PutRetentionPolicy. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const LOGGING_FIELDS: FieldsOf<FargateLoggingArgs> = { retentionDays: true, filters: true, parsers: true };

export const clusterLogTypeProblem: ArgumentCheck = (value) => {
  if (typeof value === "string" && CLUSTER_LOG_TYPES.includes(value)) return undefined;
  const nearest = typeof value === "string" ? nearestName(value, CLUSTER_LOG_TYPES) : undefined;
  const hint = nearest === undefined ? `known are ${CLUSTER_LOG_TYPES.join(", ")}` : `did you mean "${nearest}"?`;
  return `${describeValue(value)} is not a log of the control plane; ${hint}`;
};

export const retentionDaysProblem: ArgumentCheck = (value) =>
  typeof value === "number" && RETENTION_DAYS.includes(value)
    ? undefined
    : `${describeValue(value)} is not a retention of CloudWatch Logs; give one of ${RETENTION_DAYS.join(", ")}`;

/** What is wrong with the log router's settings, but for the size of its configuration as a whole. */
export function loggingProblems(path: string, logging: FargateLoggingArgs | undefined): Problem[] {
  return optionalObjectProblems(path, logging, LOGGING_FIELDS, ({ retentionDays, filters, parsers }) => [
    ...inputProblems("retentionDays", retentionDays, retentionDaysProblem),
    ...inputProblems("filters", filters, sectionsProblem),
    ...inputProblems("parsers", parsers, sectionsProblem),
  ]);
}

const sectionsProblem: ArgumentCheck = (value) =>
  typeof value === "string" ? undefined : `${describeValue(value)} where sections of Fluent Bit, as text, are expected`;
