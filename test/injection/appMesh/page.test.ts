import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import {
  formatProblem,
  isJsonObject,
  parseSidecarConfiguration,
  parseYamlText,
  type JsonObject,
} from "../../../injection";
import { readFormat } from "../../../schema/readFormat";

describe("the page about App Mesh", () => {
  const page = read("docs/app-mesh.md");
  const data = Object.fromEntries(yamlEntries(page));
  const { appMeshTemplates, problems } = parseSidecarConfiguration(data);
  const settings = new Map(appMeshTemplates.map((template) => [template.name, template.settings] as const));

  it("shows templates without problems", () => {
    assert.deepEqual(problems.map(formatProblem), []);
    assert.deepEqual([...settings.keys()].sort(), ["all-defaults", "all-others", "gateway", "mesh"]);
  });

  it("has the defaults that the parser has", () => {
    const given = parseSidecarConfiguration({ plain: { kind: "appmesh", mesh: "mynewmesh", region: "us-west-2" } });
    assert.deepEqual(settings.get("all-defaults"), given.appMeshTemplates[0]?.settings);
  });

  it("shows every setting", () => {
    const shown = new Set(Object.values(data).flatMap((text) => fieldsOf(yaml(text))));
    const [format, ...others] = readFormat(read("injection/appMesh/appMeshFormat.ts"));
    const parts = others.filter(({ name }) => ["EnvoyFormat", "InterceptionFormat"].includes(name));
    const fields = [format, ...parts].flatMap((type) => type?.fields ?? []);
    assert.deepEqual(
      fields.map(({ name }) => name).filter((name) => !shown.has(name)),
      [],
    );
  });

  it("names every annotation that is read, and no other", () => {
    const source = read("injection/appMesh/podAnnotations.ts");
    const known = [...source.matchAll(/read\("(\w+)"/g)].map(([, name]) => name);
    const table = page.slice(page.indexOf("## Annotations of a pod"), page.indexOf("## What differs"));
    const named = [...table.matchAll(/^\| (`[^|]+`) /gm)].flatMap(([, cell = ""]) =>
      cell.replaceAll("`", "").split(", "),
    );
    assert.deepEqual(named.sort(), known.sort());
  });
});

function read(path: string): string {
  return readFileSync(join(__dirname, "../../..", path), "utf8");
}

/** The entries of all blocks: name and text of each template. */
function yamlEntries(page: string): readonly (readonly [name: string, text: string])[] {
  return [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].flatMap(([, block = ""]) =>
    Object.entries(yaml(block)).flatMap(([name, text]) => (typeof text === "string" ? [[name, text] as const] : [])),
  );
}

function yaml(text: string): JsonObject {
  const result = parseYamlText(text);
  assert.ok("value" in result && isJsonObject(result.value), text);
  return result.value;
}

/** The names of all fields, also of those within. */
function fieldsOf(value: JsonObject): readonly string[] {
  return Object.entries(value).flatMap(([name, field]) => [name, ...(isJsonObject(field) ? fieldsOf(field) : [])]);
}
