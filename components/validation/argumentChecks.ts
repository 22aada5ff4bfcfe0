import { isImageReference } from "../../injection/configuration/imageReference";
import { describeValue } from "../../injection/problem";
import { isRegionName } from "../../injection/region";
import { parseQuantity } from "../../injection/kubernetes/quantity";

/** Says what is wrong with the value of an argument and what would be right, or nothing. */
export type ArgumentCheck = (value: unknown) => string | undefined;

export const imageProblem: ArgumentCheck = (value) => {
  const example = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/fargate-sidecar-injector@sha256:…";
  if (value === undefined) return `is required: the webhook's image, such as ${example}`;
  if (typeof value === "string" && isImageReference(value)) return undefined;
  return `${describeValue(value)} is not an image reference; give one such as ${example}`;
};

/** The rule for the names of namespaces and Services. */
export const dnsLabelProblem: ArgumentCheck = (value) =>
  typeof value === "string" && /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(value)
    ? undefined
    : `${describeValue(value)} is not a DNS label; use at most 63 lower-case letters, digits and "-"`;

/** Namespaces in which nothing would be injected any more once the injector is there, with the reason. */
const UNFIT_NAMESPACES: Readonly<Record<string, string>> = {
  default: "the injector's own namespace is never injected",
  "kube-system": "it belongs to Kubernetes, whose pods must not wait for the injector",
  "kube-public": "it belongs to Kubernetes",
  "kube-node-lease": "it belongs to Kubernetes",
};

export const namespaceProblem: ArgumentCheck = (value) => {
  const reason = typeof value === "string" ? UNFIT_NAMESPACES[value] : undefined;
  if (reason === undefined) return dnsLabelProblem(value);
  return `${describeValue(value)} cannot be the injector's namespace: ${reason}; give it its own`;
};

export const replicasProblem: ArgumentCheck = (value) =>
  typeof value === "number" && Number.isInteger(value) && value >= 1
    ? undefined
    : `${describeValue(value)} is not a number of pods; give a whole number from 1 on`;

/** The first version in which `matchConditions` of webhooks are generally available. */
const OLDEST_KUBERNETES_MINOR = 30;

export const kubernetesVersionProblem: ArgumentCheck = (value) => {
  const minor = typeof value === "string" ? /^1\.([0-9]{1,3})$/.exec(value)?.[1] : undefined;
  if (minor === undefined) {
    return `${describeValue(value)} is not a minor version of Kubernetes; give a text such as "1.36"`;
  }
  if (Number(minor) >= OLDEST_KUBERNETES_MINOR) return undefined;
  return `"1.${minor}" is too old: the webhook's matchConditions need Kubernetes 1.${OLDEST_KUBERNETES_MINOR} or newer`;
};

export const regionProblem: ArgumentCheck = (value) =>
  typeof value === "string" && isRegionName(value)
    ? undefined
    : `${describeValue(value)} is not the name of a region of AWS; give one such as "eu-west-1"`;

/** From what a Node.js process can start with to the largest Fargate pod; mistaken units fall outside. */
export const cpuProblem = quantityBetween("10m", "16", "250m");
export const memoryProblem = quantityBetween("64Mi", "120G", "256Mi");

function quantityBetween(smallest: string, largest: string, example: string): ArgumentCheck {
  const [from = 0n, to = 0n] = [parseQuantity(smallest), parseQuantity(largest)];
  return (value) => {
    const amount = typeof value === "string" ? parseQuantity(value) : undefined;
    if (amount === undefined) {
      return `${describeValue(value)} is not a Kubernetes quantity; give a text such as "${example}"`;
    }
    return amount >= from && amount <= to ? undefined : `"${String(value)}" is not between ${smallest} and ${largest}`;
  };
}

export const booleanProblem: ArgumentCheck = (value) =>
  typeof value === "boolean" ? undefined : `${describeValue(value)} is neither true nor false`;

export const issuerNameProblem: ArgumentCheck = (value) =>
  typeof value === "string" && /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(value)
    ? undefined
    : `${describeValue(value)} is not the name of an issuer`;

export const issuerKindProblem: ArgumentCheck = (value) =>
  value === "Issuer" || value === "ClusterIssuer"
    ? undefined
    : `${describeValue(value)} is not a kind of issuer; "Issuer" and "ClusterIssuer" are`;

/** The component's name begins the name that Pulumi gives to the certificate's Secret. */
export const componentNameProblem: ArgumentCheck = (value) =>
  typeof value === "string" && /^[a-z0-9][-a-z0-9]{0,199}$/.test(value)
    ? undefined
    : `${describeValue(value)} cannot begin the name of a Kubernetes object; use lower-case letters, digits and "-"`;

export const pemProblem: ArgumentCheck = (value) =>
  typeof value === "string" ? undefined : `${describeValue(value)} where a PEM text is expected`;
