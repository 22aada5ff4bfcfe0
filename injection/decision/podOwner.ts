import { isDnsSubdomain } from "../configuration/commonRules";
import { objectsIn, type JsonObject } from "../json";

/** What a pod belongs to, as far as the pod itself tells. */
export interface PodOwner {
  readonly kind: string;
  readonly name: string;
}

/**
 * A CronJob names its Jobs after itself and the minute, since 1970, for which they are: from 26000000, which was in 2019,
 * as there are such Jobs since 2021, to 39999999, which is in 2046. Other numbers are what people write into the names of
 * Jobs: a date such as 20261231, or a count. Nothing tells a date that begins with a day from the 26th on, such as
 * 31122026, from a minute (of 2029): its Job counts as that of a CronJob. Source: k8s.io/kubernetes,
 * pkg/controller/cronjob, getJobName.
 */
const JOB_OF_CRON_JOB = /^(.+)-(?:2[6-9]|3\d)\d{6}$/;

/** The API server takes any text that whoever creates a pod calls its owner; here it must be what owners are called. */
const KIND = /^[A-Za-z][A-Za-z0-9]{0,62}$/;

/**
 * The controller of a pod, or the controller's own one where its name gives that away, without a call to the API server:
 * a Deployment names its ReplicaSets after itself and the pods' template hash, a CronJob its Jobs after itself and the
 * time. A pod that belongs to nothing is its own owner.
 */
export function ownerOf(metadata: JsonObject, labels: JsonObject): PodOwner {
  const { kind, name } = objectsIn(metadata.ownerReferences).find(({ controller }) => controller === true) ?? {};
  if (typeof kind !== "string" || typeof name !== "string" || !KIND.test(kind) || !isDnsSubdomain(name))
    return { kind: "Pod", name: ownName(metadata) };
  const hash = labels["pod-template-hash"];
  if (kind === "ReplicaSet" && typeof hash === "string" && hash !== "" && name.endsWith(`-${hash}`))
    return { kind: "Deployment", name: name.slice(0, -hash.length - 1) };
  const cronJob = kind === "Job" ? JOB_OF_CRON_JOB.exec(name)?.[1] : undefined;
  return cronJob === undefined ? { kind, name } : { kind: "CronJob", name: cronJob };
}

/** While a pod is being created it may have no name yet, only the beginning of one. */
function ownName({ name, generateName }: JsonObject): string {
  if (typeof name === "string" && name !== "") return name;
  return typeof generateName === "string" ? generateName.replace(/-$/, "") : "";
}
