import { isFargateProfileName } from "../fargate/fargateProfile";
import { isJsonObject, objectIn, type JsonObject } from "../json";
import { parseQuantity } from "../kubernetes/quantity";
import { ALL_PROFILES_KEY } from "../names";
import { objectsAt } from "./commonRules";
import type { Parameter } from "./parameters";
import type { Problem } from "../problem";

/** The key of a template that does not say for which profiles it is, where no profile can have that name. */
export function keyWarnings(key: string): readonly Problem[] {
  const inLetters = key.toLowerCase().replace(/[^a-z]/g, "");
  if (key === ALL_PROFILES_KEY) return [];
  if (inLetters === "all") {
    const message = `is for a Fargate profile of this name only; for every profile, call the key "${ALL_PROFILES_KEY}"`;
    return [{ path: key, message }];
  }
  if (isFargateProfileName(key)) return [];
  const withoutEnding = key.replace(/(\.(ya?ml|json|txt|bak))+$/, "");
  const advice = isFargateProfileName(withoutEnding)
    ? `call the key "${withoutEnding}", or give profiles`
    : "give profiles";
  return [{ path: key, message: `no Fargate profile has this name; ${advice}` }];
}

/** A pattern is held against the whole value, so that an anchor at one end of it alone is hardly meant. */
export function patternWarnings(parameters: readonly Parameter[], path: string): readonly Problem[] {
  return parameters.flatMap(({ name, pattern }) => {
    const text = pattern?.pattern() ?? "";
    const [begins, ends] = [text.startsWith("^"), /(^|[^\\])\$$/.test(text)];
    const isOpen = begins ? /\.[*+]$/.test(text) : /^\.[*+]/.test(text);
    if (begins === ends || isOpen) return [];
    const whole = begins ? `${text}.*` : `.*${text}`;
    const message = `matches whole values only, with or without ^ and $; for values that ${begins ? "begin" : "end"} like this, write ${whole}`;
    return [{ path: `${path}.parameters.${name}.pattern`, message }];
  });
}

/** Amounts that the API server takes with a warning: a byte has no parts. */
export function byteWarnings(body: JsonObject, path: string): readonly Problem[] {
  const spec = objectIn(body.spec);
  return ["containers", "sidecars", "initContainers"].flatMap((list) =>
    objectsAt(spec[list], `${path}.spec.${list}`).flatMap(([{ resources }, at]) =>
      isJsonObject(resources) ? partsOfBytes(resources, `${at}.resources`) : [],
    ),
  );
}

function partsOfBytes(resources: JsonObject, path: string): readonly Problem[] {
  return ["requests", "limits"].flatMap((kind) => {
    const amounts = resources[kind];
    if (!isJsonObject(amounts)) return [];
    return ["memory", "ephemeral-storage"].flatMap((name) => {
      const amount = amounts[name];
      if (typeof amount !== "string" && typeof amount !== "number") return [];
      if ((parseQuantity(amount) ?? 0n) % 1000n === 0n) return [];
      return [
        { path: `${path}.${kind}.${name}`, message: `${amount} is no whole number of bytes; give one such as 64Mi` },
      ];
    });
  });
}
