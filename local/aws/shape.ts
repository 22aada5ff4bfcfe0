/** Something that is wrong with a value, and where in it. */
export interface ShapeProblem {
  /** "vpcConfig.subnetIds[0]"; empty for the value itself. */
  path: string;
  message: string;
}

/** What a value has to look like. What comes from outside is read with one into a known type. */
export interface Shape<Value> {
  problems: (value: unknown, path: string) => ShapeProblem[];
  is: (value: unknown) => value is Value;
  /** A form that is the same for values that mean the same. */
  normalise: (value: unknown) => unknown;
}

export type Fields = Readonly<Record<string, Shape<unknown>>>;
export type ValueOf<S> = S extends Shape<infer Value> ? Value : never;
export type ObjectOf<F extends Fields> = {
  [K in keyof F as undefined extends ValueOf<F[K]> ? never : K]: ValueOf<F[K]>;
} & { [K in keyof F as undefined extends ValueOf<F[K]> ? K : never]?: ValueOf<F[K]> };

/** What stands for a value that the engine does not know yet, at preview. Every shape takes it. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type FindProblems = (value: unknown, path: string) => ShapeProblem[];

function shapeOf<Value>(find: FindProblems, normalise: (value: unknown) => unknown = (value) => value): Shape<Value> {
  const problems: FindProblems = (value, path) => (value === UNKNOWN ? [] : find(value, path));
  return {
    problems,
    is: (value: unknown): value is Value => problems(value, "").length === 0,
    normalise,
  };
}

const mustBe = (kind: string, path: string): ShapeProblem[] => [{ path, message: `must be ${kind}` }];

export const text = shapeOf<string>((value, path) => (typeof value === "string" ? [] : mustBe("a text", path)));

export const wholeNumber = shapeOf<number>((value, path) =>
  Number.isInteger(value) ? [] : mustBe("a whole number", path),
);

export const flag = shapeOf<boolean>((value, path) =>
  typeof value === "boolean" ? [] : mustBe("true or false", path),
);

/** A JSON document as text. It means the same however it is written. */
export const jsonText = shapeOf<string>(
  (value, path) => (parseJson(value) === undefined ? mustBe("a JSON document", path) : []),
  (value) => parseJson(value) ?? value,
);

/** One of these texts. */
export function oneOf<const Value extends string>(...values: readonly Value[]): Shape<Value> {
  const known: readonly string[] = values;
  return shapeOf((value, path) =>
    typeof value === "string" && known.includes(value) ? [] : mustBe(`one of ${known.join(", ")}`, path),
  );
}

export function listOf<Value>(item: Shape<Value>): Shape<readonly Value[]> {
  return shapeOf(
    (value, path) =>
      isList(value) ? value.flatMap((each, index) => item.problems(each, `${path}[${index}]`)) : mustBe("a list", path),
    (value) => (isList(value) ? value.map((each) => item.normalise(each)) : value),
  );
}

/** A list of which the order does not matter. */
export function setOf<Value>(item: Shape<Value>): Shape<readonly Value[]> {
  const list = listOf(item);
  return shapeOf(list.problems, (value) => {
    const items = list.normalise(value);
    return isList(items) ? items.map((each) => JSON.stringify(each)).sort() : items;
  });
}

export function mapOf<Value>(item: Shape<Value>): Shape<Readonly<Record<string, Value>>> {
  return shapeOf((value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([key, each]) => item.problems(each, join(path, key)))
      : mustBe("an object", path),
  );
}

export function optional<Value>(shape: Shape<Value>): Shape<Value | undefined> {
  return shapeOf(
    (value, path) => (value === undefined || value === null ? [] : shape.problems(value, path)),
    (value) => (value === null ? undefined : shape.normalise(value)),
  );
}

/** An object with these fields and no others. */
export function objectOf<F extends Fields>(fields: F): Shape<ObjectOf<F>> {
  return shapeOf(
    (value, path) => {
      if (!isObject(value)) return mustBe("an object", path);
      const known = Object.entries(fields).flatMap(([name, field]) => {
        const given = value[name];
        if (given === undefined && field.problems(undefined, "").length > 0)
          return [{ path: join(path, name), message: "is required" }];
        return field.problems(given, join(path, name));
      });
      const unknown = Object.keys(value).filter((name) => value[name] !== undefined && !(name in fields));
      return [
        ...known,
        ...unknown.map((name) => ({ path: join(path, name), message: "is not known to the stand-in" })),
      ];
    },
    (value) => {
      if (!isObject(value)) return value;
      const normal = Object.entries(fields).map(([name, field]) => [name, field.normalise(value[name])] as const);
      return Object.fromEntries(normal.filter(([, each]) => each !== undefined));
    },
  );
}

/** The problems as one sentence each. */
export function describeProblems(problems: readonly ShapeProblem[]): string {
  return problems.map(({ path, message }) => `${path} ${message}`).join("; ");
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function parseJson(value: unknown): unknown {
  if (typeof value !== "string") return undefined;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    return undefined;
  }
}
