import { isObject } from "../shape";
import type { Properties } from "./structs";

/** How the engine marks a value as secret: an object with this key and this value around it. */
const MARK_KEY = "4dabf18193072939515e22adb298388d";
const SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270";

/** Properties as the engine sent them, apart from what of them is secret. */
export interface Unmarked {
  properties: Properties;
  /** Names of those that are secret, in whole or in part, and of what is made from them. */
  secrets: readonly string[];
}

export function withoutSecretMarks(marked: Properties): Unmarked {
  const properties = Object.fromEntries(Object.entries(marked).map(([name, value]) => [name, reveal(value)]));
  const secrets = Object.keys(marked).filter((name) => JSON.stringify(marked[name]).includes(SECRET_MARK));
  return { properties, secrets: secrets.includes("tags") ? [...secrets, "tagsAll"] : secrets };
}

/** The same properties, with those of these names marked as secret. */
export function withSecretMarks(properties: Properties, secrets: readonly string[]): Properties {
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) =>
      secrets.includes(name) && value !== undefined ? [name, { [MARK_KEY]: SECRET_MARK, value }] : [name, value],
    ),
  );
}

function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (!isObject(value)) return value;
  if (value[MARK_KEY] === SECRET_MARK) return reveal(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, reveal(each)]));
}
