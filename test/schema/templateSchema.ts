import { Ajv, type ValidateFunction } from "ajv";
import { join } from "node:path";
import type { JsonObject, JsonValue } from "../../injection/json";
import settingsSchema from "../../schema/sidecar-settings.schema.json";
import schema from "../../schema/sidecar-template.schema.json";

export const SCHEMA_FILE = join(__dirname, "..", "..", "schema", "sidecar-template.schema.json");

/** The published schemas. */
export const SCHEMA: JsonObject = schema;
export const SETTINGS_SCHEMA: JsonObject = settingsSchema;

const validate = new Ajv({ strict: true, allErrors: true }).compile(SCHEMA);
const validateSettings = new Ajv({ strict: true, allErrors: true }).compile(SETTINGS_SCHEMA);

/** What the published schema finds wrong with a template: where, and what. */
export function faultsBySchema(template: JsonValue): readonly string[] {
  return faultsBy(validate, template);
}

/** Likewise with the settings of a configuration. */
export function faultsBySettingsSchema(settings: JsonValue): readonly string[] {
  return faultsBy(validateSettings, settings);
}

function faultsBy(check: ValidateFunction, value: JsonValue): readonly string[] {
  check(value);
  return (check.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(" "),
  );
}
