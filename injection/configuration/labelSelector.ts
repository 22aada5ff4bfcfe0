import { isJsonObject, objectIn, objectsIn, ownField, stringsIn, type JsonObject, type JsonValue } from "../json";
import { checkKubernetesType } from "./kubernetesObject";
import { describeValue, type Problem, type Report } from "../problem";

/** A Kubernetes LabelSelector: everything in it must hold; an empty one matches every object. */
export interface LabelSelector {
  matchLabels?: Readonly<Record<string, string>>;
  matchExpressions?: readonly LabelSelectorRequirement[];
}

export interface LabelSelectorRequirement {
  key: string;
  operator: LabelSelectorOperator;
  values?: readonly string[];
}

const OPERATORS = ["In", "NotIn", "Exists", "DoesNotExist"] as const;
export type LabelSelectorOperator = (typeof OPERATORS)[number];

/** The labels of an object, as JSON has them. */
export type Labels = JsonObject;

/** Turns a LabelSelector into a function of an object's labels. A label that is absent counts as NotIn, as in Kubernetes. */
export function compileLabelSelector(selector: LabelSelector): (labels: Labels) => boolean {
  const wanted = Object.entries(selector.matchLabels ?? {});
  const requirements = (selector.matchExpressions ?? []).map(compileRequirement);
  return (labels) =>
    wanted.every(([key, value]) => ownField(labels, key) === value) && requirements.every((holds) => holds(labels));
}

function compileRequirement({ key, operator, values = [] }: LabelSelectorRequirement): (labels: Labels) => boolean {
  const set = new Set<JsonValue | undefined>(values);
  switch (operator) {
    case "In":
      return (labels) => set.has(ownField(labels, key));
    case "NotIn":
      return (labels) => !set.has(ownField(labels, key));
    case "Exists":
      return (labels) => ownField(labels, key) !== undefined;
    case "DoesNotExist":
      return (labels) => ownField(labels, key) === undefined;
  }
}

/** Reads a LabelSelector and reports what is wrong in it; of a wrong one comes back what could be read, if anything. */
export function parseLabelSelector(value: JsonValue, path: string, report: Report): LabelSelector | undefined {
  const problems: Problem[] = [];
  checkKubernetesType(value, "LabelSelector", path, (at, message) => void problems.push({ path: at, message }));
  problems.forEach((problem) => {
    report(problem.path, problem.message);
  });
  if (problems.length > 0 || !isJsonObject(value)) return undefined;
  const requirements = objectsIn(value.matchExpressions).map((requirement, index) =>
    parseRequirement(requirement, `${path}.matchExpressions[${index}]`, report),
  );
  const matchLabels: Record<string, string> = {};
  for (const [key, label] of Object.entries(objectIn(value.matchLabels)))
    if (typeof label === "string") matchLabels[key] = label;
  const matchExpressions = requirements.filter((requirement) => requirement !== undefined);
  return { matchLabels, matchExpressions };
}

function parseRequirement(requirement: JsonObject, path: string, report: Report): LabelSelectorRequirement | undefined {
  const operator = OPERATORS.find((known) => known === requirement.operator);
  if (operator === undefined) {
    report(`${path}.operator`, `must be one of ${OPERATORS.join(", ")}, but is ${describeValue(requirement.operator)}`);
    return undefined;
  }
  const values = stringsIn(requirement.values);
  const takesValues = operator === "In" || operator === "NotIn";
  if (takesValues && values.length === 0) report(`${path}.values`, `must not be empty with operator ${operator}`);
  if (!takesValues && values.length > 0) report(`${path}.values`, `must be empty with operator ${operator}`);
  return { key: typeof requirement.key === "string" ? requirement.key : "", operator, values };
}
