import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { isJsonArray, isJsonObject, ownField, type JsonObject } from "../../injection/json";

/** The API of an AWS service, as far as calls are made of it. */
export interface ServiceModel {
  /** "eks" */
  readonly service: string;
  /** Names of all actions, such as "CreateFargateProfile". */
  readonly actions: readonly string[];
  /** What the parameters of an action have to look like; an action may have none. Throws for an unknown action. */
  readonly parametersOf: (action: string) => Shape | undefined;
  /** What a name among the shapes stands for. */
  readonly shape: (name: string) => Shape;
}

/** Bounds of a length, a number or a count, both included. */
export interface Bounds {
  readonly min: number | undefined;
  readonly max: number | undefined;
}

export interface StructureShape {
  readonly kind: "structure";
  /** The shape of each member. */
  readonly members: ReadonlyMap<string, string>;
  /** Members that a caller has to give. */
  readonly required: readonly string[];
  /** Whether exactly one member is given. */
  readonly union: boolean;
}

/** What a value has to look like. Other shapes are named, as they may contain themselves. */
export type Shape =
  | StructureShape
  | { readonly kind: "list"; readonly element: string; readonly bounds: Bounds }
  | { readonly kind: "map"; readonly key: string; readonly value: string; readonly bounds: Bounds }
  | {
      readonly kind: "string";
      readonly bounds: Bounds;
      /** A regular expression of Java, for the whole text. */
      readonly pattern: string | undefined;
      /** The only texts that there are. */
      readonly values: readonly string[] | undefined;
    }
  | { readonly kind: "number"; readonly whole: boolean; readonly bounds: Bounds }
  | { readonly kind: "boolean" | "timestamp" | "blob" };

/** Reads the newest model of a service from botocore's folder of data. Throws where it has none, or not in this form. */
export function readServiceModel(dataDirectory: string, service: string): ServiceModel {
  const versions = readdirSync(join(dataDirectory, service)).sort();
  const file = join(dataDirectory, service, versions.at(-1) ?? "", "service-2.json.gz");
  const model: unknown = JSON.parse(gunzipSync(readFileSync(file)).toString("utf8"));
  return serviceModel(service, objectOf(model, file));
}

/** The model that is described by the content of a `service-2.json`. */
export function serviceModel(service: string, model: JsonObject): ServiceModel {
  const operations = objectOf(model.operations, "operations");
  const shapes = objectOf(model.shapes, "shapes");
  const shape = (name: string): Shape => readShape(objectOf(ownField(shapes, name), `shape ${name}`));
  return {
    service,
    actions: Object.keys(operations),
    parametersOf(action) {
      const { input } = objectOf(ownField(operations, action), `operation ${action}`);
      return input === undefined ? undefined : shape(shapeName(input));
    },
    shape,
  };
}

function readShape(shape: JsonObject): Shape {
  const bounds: Bounds = { min: numberOf(shape.min), max: numberOf(shape.max) };
  switch (shape.type) {
    case "structure":
      return structureShape(shape);
    case "list":
      return { kind: "list", element: shapeName(shape.member), bounds };
    case "map":
      return { kind: "map", key: shapeName(shape.key), value: shapeName(shape.value), bounds };
    case "string":
      return { kind: "string", bounds, pattern: textOf(shape.pattern), values: textsOf(shape.enum) };
    case "integer":
    case "long":
      return { kind: "number", whole: true, bounds };
    case "float":
    case "double":
      return { kind: "number", whole: false, bounds };
    case "boolean":
    case "timestamp":
    case "blob":
      return { kind: shape.type };
    default:
      throw new Error(`a model of AWS has a shape of the unknown type ${JSON.stringify(shape.type)}`);
  }
}

function structureShape({ members, required, union }: JsonObject): StructureShape {
  const entries = Object.entries(objectOf(members, "members")).map(
    ([name, member]) => [name, objectOf(member, `member ${name}`)] as const,
  );
  // Every SDK makes these up where its caller gives none.
  const madeUp = entries.filter(([, member]) => member.idempotencyToken === true).map(([name]) => name);
  return {
    kind: "structure",
    members: new Map(entries.map(([name, member]) => [name, shapeName(member)])),
    required: (textsOf(required) ?? []).filter((name) => !madeUp.includes(name)),
    union: union === true,
  };
}

function shapeName(reference: unknown): string {
  const { shape } = objectOf(reference, "reference to a shape");
  if (typeof shape === "string") return shape;
  throw new Error(`a model of AWS refers to the shape ${JSON.stringify(shape)}`);
}

function objectOf(value: unknown, what: string): JsonObject {
  if (isJsonObject(value)) return value;
  throw new Error(`a model of AWS has no ${what}`);
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function textsOf(value: unknown): string[] | undefined {
  return isJsonArray(value) ? value.filter((each) => typeof each === "string") : undefined;
}
