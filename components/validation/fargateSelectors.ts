import { describeValue, type Problem } from "../../injection/problem";
import type { FargateProfileSelectorArgs } from "../cluster/fargateClusterArgs";
import type { ArgumentCheck } from "./argumentChecks";
import { duplicateProblems, listProblems, recordProblems } from "./inputCollections";
import { isPlain, objectProblems, problemAt, type FieldsOf } from "./objectShape";

/** Limits of EKS for a profile. Source: quotas of EKS, which can be raised only by asking AWS. */
const MOST_SELECTORS = 5;
const MOST_LABELS = 5;

/** Limits of Kubernetes for what a selector is compared with. */
const NAMESPACE_LENGTH = 63;
const LABEL_NAME_LENGTH = 63;
const LABEL_PREFIX_LENGTH = 253;

/** What EKS allows for the pattern of a key, prefix and all. Source: CloudFormation, FargateProfile Label. */
const LABEL_KEY_LENGTH = 127;

const SELECTOR_FIELDS: FieldsOf<FargateProfileSelectorArgs> = { namespace: true, labels: true };

/** What is wrong with the selectors of a Fargate profile: what EKS would refuse, and what could never match a pod. */
export function selectorsProblems(path: string, selectors: unknown): Problem[] {
  const example = 'such as {namespace: "default"}';
  if (selectors === undefined) return [{ path, message: `is required: one to five selectors, ${example}` }];
  if (!isPlain(selectors)) return [{ path, message: "has to be known from the start: it decides where pods run" }];
  if (!Array.isArray(selectors)) return listProblems(path, selectors, () => []);
  if (selectors.length === 0) return [{ path, message: `is empty; give one to five selectors, ${example}` }];
  if (selectors.length > MOST_SELECTORS) {
    const message = `${selectors.length} selectors; a profile has up to five: make two profiles of it`;
    return [{ path, message }];
  }
  const problems = listProblems(path, selectors, (selectorPath, selector) =>
    objectProblems(selectorPath, selector as FargateProfileSelectorArgs, SELECTOR_FIELDS, selectorProblems),
  );
  return problems.length > 0 ? problems : repeatedSelectors(path, selectors as FargateProfileSelectorArgs[]);
}

function selectorProblems({ namespace, labels }: FargateProfileSelectorArgs): Problem[] {
  return [...problemAt("namespace", namespacePatternProblem(namespace)), ...labelsProblems("labels", labels)];
}

function labelsProblems(path: string, labels: unknown): Problem[] {
  if (!isPlain(labels)) return [{ path, message: "has to be known from the start: it decides where pods run" }];
  const count = typeof labels === "object" && labels !== null ? Object.keys(labels).length : 0;
  if (count > MOST_LABELS) return [{ path, message: `${count} labels; a selector has up to five` }];
  return recordProblems(path, labels, (labelPath, value, key) => [
    ...problemAt(labelPath, labelKeyProblem(key)),
    ...problemAt(labelPath, labelValueProblem(value)),
  ]);
}

const namespacePatternProblem: ArgumentCheck = (value) => {
  if (value === undefined) return 'is required: the namespace of the pods, such as "default" or "shop-*"';
  if (typeof value !== "string" || !/^[a-z0-9*?]([-a-z0-9*?]*[a-z0-9*?])?$/.test(value)) {
    return (
      `${describeValue(value)} cannot match a namespace; ` +
      'use lower-case letters, digits and "-", and the wildcards "*" and "?"'
    );
  }
  if (leastLength(value) <= NAMESPACE_LENGTH) return undefined;
  return `${describeValue(value)} can never match: a namespace has up to ${NAMESPACE_LENGTH} characters`;
};

const labelKeyProblem: ArgumentCheck = (value) => {
  const [name = "", prefix = "*", ...more] = String(value).split("/").reverse();
  if (more.length > 0 || !isLabelText(name) || !isLabelText(prefix)) {
    return `${describeValue(value)} cannot match the key of a label`;
  }
  if (leastLength(name) > LABEL_NAME_LENGTH || leastLength(prefix) > LABEL_PREFIX_LENGTH) {
    return `${describeValue(value)} can never match: it is longer than the key of a label`;
  }
  if (String(value).length <= LABEL_KEY_LENGTH) return undefined;
  return `${describeValue(value)} is too long; EKS allows ${LABEL_KEY_LENGTH} characters, so shorten it with "*"`;
};

/** An empty value is refused by EKS, though a label may have one. Source: CloudFormation, FargateProfile Label. */
const labelValueProblem: ArgumentCheck = (value) => {
  if (value === "") return 'is an empty text, which EKS refuses; "*" matches an empty value';
  if (typeof value !== "string" || !isLabelText(value)) {
    return `${describeValue(value)} cannot match the value of a label${inQuotes(value)}`;
  }
  if (leastLength(value) <= LABEL_NAME_LENGTH) return undefined;
  return `${describeValue(value)} can never match: the value of a label has up to ${LABEL_NAME_LENGTH} characters`;
};

/** The advice for a value that YAML, or `pulumi config set`, has taken for a number or a boolean. */
function inQuotes(value: unknown): string {
  return typeof value === "number" || typeof value === "boolean" ? `; give the text "${value}"` : "";
}

function isLabelText(text: string): boolean {
  return /^[A-Za-z0-9*?]([A-Za-z0-9_.*?-]*[A-Za-z0-9*?])?$/.test(text);
}

/** Length of the shortest text that the pattern matches. */
function leastLength(pattern: string): number {
  return pattern.replaceAll("*", "").length;
}

function repeatedSelectors(path: string, selectors: readonly FargateProfileSelectorArgs[]): Problem[] {
  const texts = selectors.map(({ namespace, labels = {} }, index) => {
    const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
    return [`${path}[${index}]`, JSON.stringify([namespace, sorted])] as const;
  });
  return duplicateProblems(texts, (_, first) => `is the same selector as ${first}; leave it out`);
}
