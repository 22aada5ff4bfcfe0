import { describeValue, type Problem } from "../../injection/problem";
import { isFargateProfileName } from "../../injection/fargate/fargateProfile";
import { parseQuantity } from "../../injection/kubernetes/quantity";
import type { TypicalPodArgs } from "../typicalPodArgs";
import { booleanProblem, dnsLabelProblem, type ArgumentCheck } from "./argumentChecks";
import { eachKnownValue, knownList, knownRecord } from "./inputCollections";
import { knownProblems, objectProblems, problemAt, type FieldsOf } from "./objectShape";

const FIELDS: FieldsOf<TypicalPodArgs> = {
  profile: true,
  namespace: true,
  labels: true,
  annotations: true,
  cpu: true,
  memory: true,
  ephemeralStorage: true,
  ends: true,
};

/** What is wrong with the typical pods, under the name of each. */
export function typicalPodsProblems(path: string, pods: unknown): Problem[] {
  return knownRecord(path, pods, (podPath, pod, name) => [
    // The name is that of its container.
    ...problemAt(podPath, dnsLabelProblem(name)),
    ...objectProblems(podPath, pod as TypicalPodArgs, FIELDS, podProblems),
  ]);
}

function podProblems(pod: TypicalPodArgs): Problem[] {
  return [
    ...knownProblems("profile", pod.profile, profileNameProblem),
    ...knownProblems("namespace", pod.namespace, dnsLabelProblem),
    ...knownRecord("labels", pod.labels, eachKnownValue(textProblem)),
    ...knownRecord("annotations", pod.annotations, eachKnownValue(textProblem)),
    ...knownProblems("cpu", pod.cpu, quantityProblem("500m")),
    ...knownProblems("memory", pod.memory, quantityProblem("1Gi")),
    ...knownProblems("ephemeralStorage", pod.ephemeralStorage, quantityProblem("30Gi")),
    ...knownProblems("ends", pod.ends, booleanProblem),
  ];
}

/** Typical pods of profiles that are not among those of the cluster, where these are given: no preview would tell of them. */
export function unknownProfileProblems(path: string, pods: unknown, profiles: unknown): Problem[] {
  if (!Array.isArray(profiles) || !profiles.every((name) => typeof name === "string")) return [];
  return knownRecord(path, pods, (podPath, pod) => {
    const profile = typeof pod === "object" && pod !== null && "profile" in pod ? pod.profile : undefined;
    if (typeof profile !== "string" || profiles.includes(profile)) return [];
    return problemAt(`${podPath}.profile`, `"${profile}" is none of fargateProfiles: ${profiles.join(", ")}`);
  });
}

/** What is wrong with a list of names of Fargate profiles. */
export function profileNamesProblems(path: string, names: unknown): Problem[] {
  return knownList(path, names, eachKnownValue(profileNameProblem));
}

const profileNameProblem: ArgumentCheck = (value) =>
  typeof value === "string" && isFargateProfileName(value)
    ? undefined
    : `${describeValue(value)} cannot be the name of a Fargate profile`;

const textProblem: ArgumentCheck = (value) =>
  typeof value === "string" ? undefined : `${describeValue(value)} where a text is expected`;

/** Any amount of which a pod may ask for, also more than Fargate has. */
export function quantityProblem(example: string): ArgumentCheck {
  return (value) => {
    const amount = typeof value === "string" ? parseQuantity(value) : undefined;
    return amount !== undefined && amount >= 0n
      ? undefined
      : `${describeValue(value)} is not a Kubernetes quantity; give a text such as "${example}"`;
  };
}
