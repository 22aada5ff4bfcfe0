import {
  isJsonObject,
  parseSidecarConfiguration,
  type JsonObject,
  type JsonValue,
  type SidecarConfiguration,
} from "../injection";
import { PRESETS } from "./index";

/** The templates of the presets that come with the injector, as JSON. */
const TEMPLATES: ReadonlyMap<string, JsonObject> = new Map(
  [...PRESETS].map(([name, { template }]) => {
    const json: unknown = JSON.parse(JSON.stringify(template));
    if (!isJsonObject(json)) throw new Error(`the template of preset ${name} is no object`);
    return [name, json];
  }),
);

/** Reads a sidecar configuration whose templates may be built on the presets that come with the injector. */
export function readSidecarConfiguration(data: Readonly<Record<string, JsonValue>>): SidecarConfiguration {
  return parseSidecarConfiguration(data, TEMPLATES);
}
