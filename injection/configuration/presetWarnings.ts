import { isJsonArray, isJsonObject, objectIn, type JsonObject, type JsonValue } from "../json";
import { isGiven } from "./commonRules";
import type { Parameter } from "./parameters";
import type { NeededSecret } from "./presetReference";
import type { Problem } from "../problem";

/**
 * Parameters of a preset to which only pods give a value: that is easily forgotten, and then no pod gets the template.
 * Whoever names the annotation or label in the template itself knows, and is not warned.
 * @param template as it is written, without its preset
 * @param parameters those that are used
 */
export function missingDefaultWarnings(
  template: JsonObject,
  parameters: readonly Parameter[],
  path: string,
): readonly Problem[] {
  const written = objectIn(template.parameters);
  return parameters.flatMap(({ name, source, default: value }) => {
    if (source === undefined || source.kind === "field" || value !== undefined) return [];
    const own = written[name];
    if (isJsonObject(own) && isGiven(own[source.kind])) return [];
    const message =
      `has no default, so a pod must have the ${source.kind} ${source.key} or is left without the template ` +
      `(bad-parameter); give a default, or name the ${source.kind} here where that is meant`;
    return [{ path: `${path}.parameters.${name}`, message }];
  });
}

/** The Secrets of a preset that are still in the template built on it: no template can bring one itself. */
export function secretWarnings(body: JsonObject, secrets: readonly NeededSecret[], path: string): readonly Problem[] {
  return secrets
    .filter(({ name }) => holdsText(body, name))
    .map(({ name, keys }) => ({
      path: `${path}.preset`,
      message: `needs the Secret ${name} (${keys.join(", ")}) in the namespace of each pod`,
    }));
}

function holdsText(value: JsonValue | undefined, text: string): boolean {
  if (isJsonArray(value)) return value.some((item) => holdsText(item, text));
  if (isJsonObject(value)) return Object.values(value).some((item) => holdsText(item, text));
  return value === text;
}
