import { Ajv } from "ajv";
import { join } from "node:path";
import type { JsonObject, JsonValue } from "../../injection/json";
import schema from "../../schema/sidecar-template.schema.json";

export const SCHEMA_FILE = join(__dirname, "..", "..", "schema", "sidecar-template.schema.json");

/** The published schema. */
export const SCHEMA: JsonObject = schema;

const validate = new Ajv({ strict: true, allErrors: true }).compile(SCHEMA);

/** What the published schema finds wrong with a template: where, and what. */
export function faultsBySchema(template: JsonValue): readonly string[] {
  validate(template);
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(" "),
  );
}
