import {
  isJsonObject,
  parseSidecarConfiguration,
  type JsonObject,
  type JsonValue,
  type SidecarConfiguration,
} from "../injection";
import { PRESETS, type Preset } from "./index";

/** The presets that come with the injector, as the parser takes them. */
const KNOWN = new Map(
  [...PRESETS].map(([name, preset]) => [name, { template: templateOf(preset), secrets: preset.secrets }]),
);

/** Reads a sidecar configuration whose templates may be built on the presets that come with the injector. */
export function readSidecarConfiguration(data: Readonly<Record<string, JsonValue>>): SidecarConfiguration {
  return parseSidecarConfiguration(data, KNOWN);
}

function templateOf({ name, template }: Preset): JsonObject {
  const json: unknown = JSON.parse(JSON.stringify(template));
  if (!isJsonObject(json)) throw new Error(`the template of preset ${name} is no object`);
  return json;
}
