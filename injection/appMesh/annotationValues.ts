import { isDnsSubdomain } from "../configuration/commonRules";
import { isJsonArray, isJsonObject, type JsonValue } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { isAddressOrNetwork } from "./ipAddress";
import { LAST_PORT } from "./names";

/** The value of an annotation, or in words what it must be. */
export type Parsed<Value> = { readonly value: Value } | { readonly mustBe: string };

/** How the text of an annotation becomes a value. */
export type Parse<Value> = (text: string) => Parsed<Value>;

/** A volume or Secret, and where it stands in the container. */
export interface Mount {
  readonly name: string;
  readonly mountPath: string;
}

export interface Variable {
  readonly name: string;
  readonly value: string;
}

/** AWS's injectors do not care for the case. */
export const enabledOrDisabled: Parse<boolean> = (text) => choose(text, { enabled: true, disabled: false });

/** The injector wants `true`, its successor `enabled`. */
export const trueOrEnabled: Parse<boolean> = (text) =>
  choose(text, { true: true, enabled: true, false: false, disabled: false });

export function likeThis(form: RegExp, words: string): Parse<string> {
  return (text) => (form.test(text.trim()) ? { value: text.trim() } : { mustBe: words });
}

export const port: Parse<number> = (text) => {
  const number = portIn(text);
  return number === undefined ? { mustBe: "a port from 1 to 65535" } : { value: number };
};

/** Each port once, in the order in which they stand. */
export const ports: Parse<readonly number[]> = (text) => {
  const items = itemsOf(text).map(portIn);
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length
    ? { value: [...new Set(found)] }
    : { mustBe: 'ports from 1 to 65535 with commas between them, such as "8079,8080"' };
};

export const addresses: Parse<readonly string[]> = (text) => {
  const items = itemsOf(text);
  return items.every(isAddressOrNetwork)
    ? { value: [...new Set(items)] }
    : { mustBe: 'IP addresses or networks with commas between them, such as "169.254.169.254,10.0.0.0/8"' };
};

/** The id of a user or group; never root's, whose traffic is not told from that of the system. */
export const id: Parse<number> = (text) => {
  const number = /^\d{1,10}$/.test(text.trim()) ? Number(text) : 0;
  return number > 0 && number < 2 ** 31 ? { value: number } : { mustBe: "a number from 1 to 2147483647" };
};

export const quantity: Parse<string> = (text) => {
  const value = text.trim();
  return (parseQuantity(value) ?? -1n) >= 0n ? { value } : { mustBe: 'a quantity such as "100m" or "64Mi"' };
};

/** `NAME:PATH`. The name is that of an object, as of a Secret; every name of a volume is one as well. */
export const mount: Parse<Mount> = (text) => {
  const found = mountIn(text);
  return found === undefined
    ? { mustBe: 'a name and an absolute path, such as "config:/etc/config"' }
    : { value: found };
};

export const mounts: Parse<readonly Mount[]> = (text) => {
  const items = itemsOf(text).map(mountIn);
  const found = items.filter((item) => item !== undefined);
  return found.length === items.length
    ? { value: found }
    : { mustBe: 'names and absolute paths with commas between them, such as "ca:/etc/ca,key:/etc/key"' };
};

/** A value may hold "=", which AWS's controller refuses. */
export const variables: Parse<readonly Variable[]> = (text) => {
  const items = itemsOf(text).map((item) => {
    const [, name = "", value = ""] = /^([^=]*)=([\s\S]*)$/.exec(item) ?? [];
    return { name: name.trim(), value: value.trim() };
  });
  return items.every(({ name }) => VARIABLE_NAME.test(name))
    ? { value: items }
    : { mustBe: 'environment variables with commas between them, such as "DD_ENV=prod,TEAM=web"' };
};

export const variablesInJson: Parse<readonly Variable[]> = (text) => {
  const mustBe = 'a JSON list of mappings of names to texts, such as [{"DD_ENV":"prod"},{"TEAM":"a,b"}]';
  const list = text.trim() === "" ? [] : jsonIn(text);
  if (!isJsonArray(list)) return { mustBe };
  const found: Variable[] = [];
  for (const item of list) {
    if (!isJsonObject(item)) return { mustBe };
    for (const [name, value] of Object.entries(item)) {
      if (!VARIABLE_NAME.test(name) || typeof value !== "string") return { mustBe };
      found.push({ name, value });
    }
  }
  return { value: found };
};

/** Share of the requests that are traced, which Envoy takes in steps of a hundredth. */
export const samplingRate: Parse<number> = (text) => {
  const number = /^(\d+(\.\d*)?|\.\d+)$/.test(text.trim()) ? Number(text) : -1;
  return number >= 0 && number <= 1 ? { value: number } : { mustBe: "a number from 0 to 1" };
};

/** What every Kubernetes version takes as the name of a variable. */
const VARIABLE_NAME = /^[-._A-Za-z][-._A-Za-z0-9]*$/;

/** Of Kubernetes' own rules for a path in a container only the colon, which separates names from paths here anyway. */
const ABSOLUTE_PATH = /^\/[^:]+$/;

function choose(text: string, choices: Readonly<Record<string, boolean>>): Parsed<boolean> {
  const word = text.trim().toLowerCase();
  const value = Object.hasOwn(choices, word) ? choices[word] : undefined;
  if (value !== undefined) return { value };
  const words = Object.keys(choices).map((choice) => `"${choice}"`);
  return { mustBe: `${words.slice(0, -1).join(", ")} or ${words.at(-1) ?? ""}` };
}

/** A text that is empty, but for spaces, is a list without items. */
function itemsOf(text: string): readonly string[] {
  return text.trim() === "" ? [] : text.split(",").map((item) => item.trim());
}

function portIn(text: string): number | undefined {
  const number = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= LAST_PORT ? number : undefined;
}

function mountIn(text: string): Mount | undefined {
  const colon = text.indexOf(":");
  const [name, mountPath] = [text.slice(0, Math.max(0, colon)).trim(), text.slice(colon + 1).trim()];
  return isDnsSubdomain(name) && ABSOLUTE_PATH.test(mountPath) ? { name, mountPath } : undefined;
}

function jsonIn(text: string): JsonValue | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
