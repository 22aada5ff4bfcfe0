/** Properties of a resource, as the engine sends them. */
export type Properties = Readonly<Record<string, unknown>>;

/** How the engine marks a value as secret: an object with this key and this value around it. */
const MARK_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";

/** What stands for a value that is not known yet, at preview. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether the value is one that only the update itself will know. */
export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN;
}

/** The same properties with every secret replaced by its value. */
export function withoutSecretMarks(properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, reveal(value)]));
}

/** The value as an object: the engine never sends anything else for a resource's properties. */
export function recordOf(value: unknown): Properties {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** A text input, or undefined where it is not set. */
export function textOf(properties: Properties, name: string): string | undefined {
  const value = properties[name];
  return typeof value === "string" ? value : undefined;
}

/**
 * A text input that the resource cannot do without.
 * @throws Error that names it where it is missing.
 */
export function requiredText(properties: Properties, name: string): string {
  const value = textOf(properties, name);
  if (value === undefined) throw new Error(`${name} is missing`);
  return value;
}

/** A number input, or the default where it is not set. */
export function numberOf(properties: Properties, name: string, otherwise: number): number {
  const value = properties[name];
  return typeof value === "number" ? value : otherwise;
}

/** The texts of a list input; none where it is not set. */
export function textsOf(properties: Properties, name: string): string[] {
  const value = properties[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  const properties: Properties = { ...value };
  return properties[MARK_KEY] === SECRET_MARK ? reveal(properties.value) : withoutSecretMarks(properties);
}
