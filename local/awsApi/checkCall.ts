import { describeValue, nearestName, type Problem } from "../../injection/problem";
import { javaPattern } from "./javaPattern";
import type { Bounds, ServiceModel, Shape, StructureShape } from "./serviceModel";

/**
 * What is wrong with the parameters of a call by the model of its service: names, types, what is required, lengths,
 * numbers, patterns and values. A call that passes may still be refused for what it means.
 */
export function checkCall(model: ServiceModel, action: string, parameters: unknown): Problem[] {
  if (!model.actions.includes(action)) {
    return [{ path: "", message: `${model.service} has no action ${action}${suggestion(action, model.actions)}` }];
  }
  const shape = model.parametersOf(action);
  if (shape !== undefined) return valueProblems(model, shape, parameters, "");
  const given = isObject(parameters) ? Object.keys(parameters) : [];
  return given.map((name) => ({ path: name, message: `${action} takes no parameters` }));
}

function valueProblems(model: ServiceModel, shape: Shape, value: unknown, path: string): Problem[] {
  const found = (message: string | undefined): Problem[] => (message === undefined ? [] : [{ path, message }]);
  switch (shape.kind) {
    case "structure":
      return isObject(value) ? structureProblems(model, shape, value, path) : found(otherType(value, "an object"));
    case "list":
      if (!Array.isArray(value)) return found(otherType(value, "a list"));
      return [
        ...found(boundsProblem(shape.bounds, value.length, "elements")),
        ...value.flatMap((element: unknown, index) =>
          valueProblems(model, model.shape(shape.element), element, `${path}[${index}]`),
        ),
      ];
    case "map":
      if (!isObject(value)) return found(otherType(value, "an object"));
      return [
        ...found(boundsProblem(shape.bounds, Object.keys(value).length, "entries")),
        ...Object.entries(value).flatMap(([key, each]) => [
          ...valueProblems(model, model.shape(shape.key), key, `${path}{key ${JSON.stringify(key)}}`),
          ...valueProblems(model, model.shape(shape.value), each, join(path, key)),
        ]),
      ];
    case "string":
      return found(stringProblem(shape, value));
    case "number":
      if (typeof value !== "number" || (shape.whole && !Number.isInteger(value))) {
        return found(otherType(value, shape.whole ? "a whole number" : "a number"));
      }
      return found(boundsProblem(shape.bounds, value));
    case "boolean":
      return found(typeof value === "boolean" ? undefined : otherType(value, "true or false"));
    case "timestamp":
      return found(value instanceof Date ? undefined : otherType(value, "a date"));
    case "blob":
      return found(value instanceof Uint8Array || typeof value === "string" ? undefined : otherType(value, "bytes"));
  }
}

function structureProblems(
  model: ServiceModel,
  { members, required, union }: StructureShape,
  value: Readonly<Record<string, unknown>>,
  path: string,
): Problem[] {
  const given = Object.entries(value).filter(([, member]) => member !== undefined);
  const names = given.map(([name]) => name);
  const missing = required.filter((name) => !names.includes(name));
  return [
    ...missing.map((name) => ({ path: join(path, name), message: "is required" })),
    ...(union && given.length !== 1 ? [{ path, message: `has ${given.length} members where one is expected` }] : []),
    ...given.flatMap(([name, member]) => {
      const shape = members.get(name);
      if (shape !== undefined) return valueProblems(model, model.shape(shape), member, join(path, name));
      return [{ path: join(path, name), message: `is not a parameter${suggestion(name, [...members.keys()])}` }];
    }),
  ];
}

function stringProblem(shape: Extract<Shape, { kind: "string" }>, value: unknown): string | undefined {
  if (typeof value !== "string") return otherType(value, "a text");
  if (shape.values !== undefined && !shape.values.includes(value)) {
    return `${describeValue(value)} is not one of ${shape.values.join(", ")}`;
  }
  const length = boundsProblem(shape.bounds, value.length, "characters");
  if (length !== undefined || shape.pattern === undefined) return length;
  return javaPattern(shape.pattern).test(value) ? undefined : `${describeValue(value)} does not match ${shape.pattern}`;
}

/** What is wrong with a number, or with a number of things. */
function boundsProblem({ min, max }: Bounds, amount: number, things = ""): string | undefined {
  const told = things === "" ? `${amount}` : `${amount} ${things}`;
  if (min !== undefined && amount < min) return `${told}, fewer than ${min}`;
  return max !== undefined && amount > max ? `${told}, more than ${max}` : undefined;
}

function otherType(value: unknown, expected: string): string {
  return `${describeValue(value)} where ${expected} is expected`;
}

function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? "" : `, did you mean ${nearest}?`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
