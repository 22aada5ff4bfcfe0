import { describeValue, type Problem } from "../../injection/problem";
import type { LimitRangeItem } from "../../injection/lint/limitRange";
import { POD_SECURITY_LEVELS } from "../../injection/lint/podSecurity";
import type { NamespacePolicies } from "../../injection/report/namespacePolicy";
import type { LimitRangeItemArgs, NamespacePolicyArgs } from "../namespacePolicyArgs";
import { dnsLabelProblem, type ArgumentCheck } from "./argumentChecks";
import { eachKnownValue, knownList, knownRecord } from "./inputCollections";
import { knownProblems, objectProblems, problemAt, requiredInputProblems, type FieldsOf } from "./objectShape";
import { profileNamesProblems, quantityProblem } from "./typicalPods";

const POLICY_FIELDS: FieldsOf<NamespacePolicyArgs> = { podSecurity: true, limitRange: true, profiles: true };
const ITEM_FIELDS: FieldsOf<LimitRangeItemArgs> = {
  type: true,
  default: true,
  defaultRequest: true,
  min: true,
  max: true,
  maxLimitRequestRatio: true,
};
const ITEM_TYPES: readonly LimitRangeItem["type"][] = ["Container", "Pod", "PersistentVolumeClaim"];

/** What is wrong with the policies of namespaces, under the name of each. */
export function namespacePoliciesProblems(path: string, policies: unknown): Problem[] {
  return knownRecord(path, policies, (policyPath, policy, namespace) => [
    ...problemAt(policyPath, dnsLabelProblem(namespace)),
    ...objectProblems(policyPath, policy as NamespacePolicyArgs, POLICY_FIELDS, policyProblems),
  ]);
}

function policyProblems({ podSecurity, limitRange, profiles }: NamespacePolicyArgs): Problem[] {
  return [
    ...knownProblems("podSecurity", podSecurity, oneOf(POD_SECURITY_LEVELS)),
    ...knownList("limitRange", limitRange, (path, item) =>
      objectProblems(path, item as LimitRangeItemArgs, ITEM_FIELDS, itemProblems),
    ),
    ...profileNamesProblems("profiles", profiles),
  ];
}

function itemProblems(item: LimitRangeItemArgs): Problem[] {
  const amounts = ["default", "defaultRequest", "min", "max", "maxLimitRequestRatio"] as const;
  return [
    ...requiredInputProblems("type", item.type, oneOf(ITEM_TYPES)),
    ...amounts.flatMap((field) => knownRecord(field, item[field], eachKnownValue(quantityProblem("500m")))),
  ];
}

function oneOf(values: readonly string[]): ArgumentCheck {
  return (value) =>
    typeof value === "string" && values.includes(value)
      ? undefined
      : `${describeValue(value)} is none of ${values.map((known) => `"${known}"`).join(", ")}`;
}

/** Policies in which nothing is wrong, as the engine takes them. */
export function namespacePolicies(policies: Readonly<Record<string, NamespacePolicyArgs>> = {}): NamespacePolicies {
  return new Map(
    Object.entries(policies).map(([namespace, { podSecurity, limitRange, profiles }]) => [
      namespace,
      {
        podSecurity: POD_SECURITY_LEVELS.find((level) => level === podSecurity),
        limitRange: limitRange?.flatMap(limitRangeItem),
        profiles,
      },
    ]),
  );
}

function limitRangeItem(item: LimitRangeItemArgs): LimitRangeItem[] {
  const type = ITEM_TYPES.find((known) => known === item.type);
  if (type === undefined) return [];
  return [
    {
      type,
      ...(item.default === undefined ? {} : { default: item.default }),
      ...(item.defaultRequest === undefined ? {} : { defaultRequest: item.defaultRequest }),
      ...(item.min === undefined ? {} : { min: item.min }),
      ...(item.max === undefined ? {} : { max: item.max }),
      ...(item.maxLimitRequestRatio === undefined ? {} : { maxLimitRequestRatio: item.maxLimitRequestRatio }),
    },
  ];
}
