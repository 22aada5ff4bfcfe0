import { shorten } from "../problem";
import { isJsonArray, isJsonObject, objectsIn, stringsIn, type JsonObject, type JsonValue } from "../json";
import type { LintFinding } from "./lintRule";

/** Finds what a pod asks of its node that no node of Fargate has: namespaces to share, a platform, labels. */
export function findUnsupportedNode(spec: JsonObject, found: LintFinding[]): void {
  const { hostIPC, hostNetwork, hostPID, os, nodeSelector, affinity } = spec;
  if (hostNetwork === true) found.push(hostNamespace("hostNetwork"));
  if (hostPID === true) found.push(hostNamespace("hostPID"));
  if (hostIPC === true) found.push(hostNamespace("hostIPC"));
  if (isJsonObject(os) && typeof os.name === "string" && os.name !== "linux")
    found.push({
      rule: "unsupported-platform",
      path: "spec.os.name",
      message: `is ${shorten(os.name)}: Fargate runs Linux`,
    });
  if (isJsonObject(nodeSelector)) findInNodeSelector(nodeSelector, found);
  if (isJsonObject(affinity) && isJsonObject(affinity.nodeAffinity)) findInAffinity(affinity.nodeAffinity, found);
}

/** Labels of Fargate's nodes that all of them have alike. Source: field reports with `kubectl describe node`. */
const SAME_LABELS: ReadonlyMap<string, string> = new Map([
  ["kubernetes.io/arch", "amd64"],
  ["beta.kubernetes.io/arch", "amd64"],
  ["kubernetes.io/os", "linux"],
  ["beta.kubernetes.io/os", "linux"],
  ["eks.amazonaws.com/compute-type", "fargate"],
]);

/** Labels that they have too, with values of their own. */
const OWN_LABELS: readonly string[] = [
  "kubernetes.io/hostname",
  "topology.kubernetes.io/",
  "topology.k8s.aws/",
  "failure-domain.beta.kubernetes.io/",
];

function hostNamespace(field: string): LintFinding {
  return { rule: "host-namespaces", path: `spec.${field}`, message: "is true: Fargate has no host to share" };
}

function findInNodeSelector(selector: JsonObject, found: LintFinding[]): void {
  for (const label in selector) {
    const wanted = selector[label];
    const obstacle = typeof wanted === "string" ? obstacleTo(label, "In", [wanted]) : undefined;
    if (obstacle !== undefined) found.push({ ...obstacle, path: `spec.nodeSelector.${shorten(label)}` });
  }
}

/** One term has to hold; only where none can there is something to tell. */
function findInAffinity(nodeAffinity: JsonObject, found: LintFinding[]): void {
  const required = nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution;
  if (!isJsonObject(required) || !isJsonArray(required.nodeSelectorTerms)) return;
  const list = "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms";
  const obstacles = objectsIn(required.nodeSelectorTerms).map((term, index) =>
    obstacleInTerm(term, `${list}[${index}]`),
  );
  const first = obstacles[0];
  if (first !== undefined && obstacles.every((obstacle) => obstacle !== undefined)) found.push(first);
}

function obstacleInTerm({ matchExpressions }: JsonObject, path: string): LintFinding | undefined {
  const obstacles = objectsIn(matchExpressions).map(({ key, operator, values }, index) => {
    const obstacle = typeof key === "string" ? obstacleTo(key, operator, stringsIn(values)) : undefined;
    return obstacle && { ...obstacle, path: `${path}.matchExpressions[${index}]` };
  });
  return obstacles.find((obstacle) => obstacle !== undefined);
}

/** Why no node of Fargate meets what is asked of a label. */
function obstacleTo(
  label: string,
  operator: JsonValue | undefined,
  values: readonly string[],
): Omit<LintFinding, "path"> | undefined {
  const value = SAME_LABELS.get(label);
  if (value === undefined && OWN_LABELS.some((own) => label.startsWith(own))) return undefined;
  if (isMet(operator, values, value)) return undefined;
  const isPlatform = value !== undefined && value !== "fargate";
  return isPlatform
    ? {
        rule: "unsupported-platform",
        message: `excludes ${value}: Fargate runs Linux on amd64`,
      }
    : {
        rule: "node-selector",
        message:
          value === undefined
            ? `asks for a node with the label ${shorten(label)}, which no node of Fargate has`
            : `excludes ${shorten(label)}=${value}, a label of every node of Fargate`,
      };
}

function isMet(operator: JsonValue | undefined, values: readonly string[], value: string | undefined): boolean {
  switch (operator) {
    case "In":
      return value !== undefined && values.includes(value);
    case "NotIn":
      return value === undefined || !values.includes(value);
    case "Exists":
      return value !== undefined;
    case "DoesNotExist":
      return value === undefined;
    case "Gt":
    case "Lt":
      return false;
    default:
      return true;
  }
}
