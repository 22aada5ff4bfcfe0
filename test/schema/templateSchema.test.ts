import assert from "node:assert/strict";
import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, it } from "mocha";
import { parseSidecarConfiguration, parseYamlText } from "../../injection";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";
import { arbitraryConfiguration } from "../injection/arbitraryConfiguration";
import { meshSettings } from "../injection/appMesh/arbitraryMesh";
import { goldenPods } from "../injection/goldenPods";
import { EVERY_FIELD, FIELDS_OF_TYPES, TEMPLATE_AROUND, type FormatTypeName } from "./everyField";
import { faultsBySchema, SCHEMA } from "./templateSchema";

describe("the JSON Schema of a sidecar template", () => {
  it("is a valid schema of draft-07", () => {
    const ajv = new Ajv({ strict: true });
    assert.equal(SCHEMA.$schema, "http://json-schema.org/draft-07/schema#");
    assert.equal(ajv.validateSchema(SCHEMA), true);
  });

  it("lets no object have fields that it does not name", () => {
    const open = Object.entries({ "": SCHEMA, ...definitions() }).filter(
      ([, type]) => isJsonObject(type) && type.properties !== undefined && type.additionalProperties !== false,
    );
    assert.deepEqual(open, []);
  });

  it("has every field of the types, and no other", () => {
    for (const name of typeNames())
      assert.deepEqual(Object.keys(fieldsOf(name)), Object.keys(FIELDS_OF_TYPES[name]), name);
  });

  it("describes every field of the types, with its default", () => {
    for (const name of typeNames())
      for (const [field, described] of Object.entries(fieldsOf(name))) {
        const { description, default: value } = object(described);
        assert.ok(typeof description === "string" && description.length > 5, `${name}.${field}`);
        assert.ok(value !== undefined || description.includes(" Default: "), `${name}.${field}`);
      }
  });

  it("has no field that the parser does not know", () => {
    for (const name of typeNames())
      for (const field of Object.keys(fieldsOf(name))) {
        const { problems } = parseSidecarConfiguration({ default: TEMPLATE_AROUND[name]({ [field]: null }) });
        assert.deepEqual(
          problems.filter(({ message }) => message.includes("unknown field")),
          [],
        );
      }
  });
});

describe("the JSON Schema accepts", () => {
  it("every template of the golden pods that the parser accepts", () => {
    const templates = goldenPods().flatMap(({ configuration }) => Object.values(configuration).map(read));
    const accepted = templates.filter((template) => problemPaths(template).length === 0);
    assert.ok(accepted.length > 40);
    for (const template of accepted) assert.deepEqual(faultsBySchema(template), []);
  });

  it("whatever valid templates there may be", () => {
    fc.assert(
      fc.property(arbitraryConfiguration, (configuration) => {
        for (const template of Object.values(configuration)) assert.deepEqual(faultsBySchema(template), []);
      }),
    );
  });

  it("whatever valid templates of kind appmesh there may be", () => {
    fc.assert(
      fc.property(meshSettings, (settings) => {
        assert.deepEqual(faultsBySchema({ ...settings, kind: "appmesh" }), []);
      }),
    );
  });

  it("templates with every field, and parameters where numbers and booleans are, as the parser does", () => {
    const templates = EVERY_FIELD.map(read);
    for (const template of templates) {
      assert.deepEqual(faultsBySchema(template), []);
      assert.deepEqual(problemPaths(template), []);
    }
    const names = typeNames().flatMap((name) => Object.keys(fieldsOf(name)));
    const text = JSON.stringify(templates);
    assert.deepEqual(
      names.filter((name) => !text.includes(`"${name}":`)),
      [],
    );
  });

  it("fields without a value, as the parser does", () => {
    for (const name of typeNames())
      for (const field of Object.keys(fieldsOf(name))) {
        const template = TEMPLATE_AROUND[name]({ [field]: null });
        assert.deepEqual(faultsBySchema(template), [], `${name}.${field}`);
      }
    assert.deepEqual(
      faultsBySchema(
        read("spec: {containers: [{name: a, image: b, env:, resources:}], volumes: [{name: c, emptyDir: }]}"),
      ),
      [],
    );
  });
});

describe("the JSON Schema refuses", () => {
  it("a field that is misspelt, at each level of a template, as the parser does", () => {
    const places = EVERY_FIELD.map(read).flatMap((whole) =>
      closedObjects(whole, []).map((place) => ({ whole, place: [...place, "mispelt"] })),
    );
    assert.ok(places.length > 50);
    for (const { whole, place } of places) {
      const misspelt = withField(whole, place);
      const path = formatPath(place);
      assert.ok(
        faultsBySchema(misspelt).some((fault) => fault.includes("mispelt")),
        path,
      );
      assert.ok(
        problemPaths(misspelt).some((at) => path === at || isBelow(path, at)),
        path,
      );
    }
  });

  const bad: readonly (readonly [claim: string, yaml: string])[] = [
    ["a text where a number belongs", "order: first"],
    ["a fraction where a whole number belongs", "order: 1.5"],
    ["a list where an object belongs", "spec: []"],
    ["an empty list of profiles", "profiles: []"],
    ["a word that is none of those to choose from", "spec: {native: sometimes}"],
    ["a number below the least", "spec: {terminationGracePeriodSeconds: -1}"],
    ["a number where a text belongs", "spec: {containers: [{name: a, image: b, env: [{name: A, value: 1}]}]}"],
    [
      "a text where a port's number belongs",
      "spec: {containers: [{name: a, image: b, ports: [{containerPort: http}]}]}",
    ],
    [
      "a text around a parameter where a number belongs",
      'spec: {containers: [{name: a, image: b, ports: [{containerPort: "${p}0"}]}]}',
    ],
    ["a parameter outside of metadata and spec", 'parameters: {a: {default: "1"}}\norder: "${a}"'],
    ["a container without a name", "spec: {containers: [{image: b}]}"],
    ["a label that is no text", "metadata: {labels: {a: 1}}"],
    ["an item that is empty", "spec: {containers: [~]}"],
    ["a kind that there is not", "{kind: daemonset, spec: {containers: [{name: a, image: b}]}}"],
    ["a template of kind appmesh without a mesh", "{kind: appmesh, region: eu-west-1}"],
    ["one whose region has no value", "{kind: appmesh, mesh: shop, region: }"],
    ["one that has a field of the other kinds", "{kind: appmesh, mesh: shop, region: eu-west-1, profiles: [default]}"],
    ["one that is said to be of another kind", "{kind: fargate, mesh: shop, region: eu-west-1}"],
    ["one of no kind", "{mesh: shop, region: eu-west-1}"],
    ["a parameter in it", '{kind: appmesh, mesh: shop, region: eu-west-1, preview: "${p}"}'],
    ["a level that there is not", "lint: {privileged: loud}"],
    ["a rule that there is not", "lint: {comments: warn}"],
    ["a minimum that is a list", "sizing: {minimum: {a: {cpu: [1]}}}"],
    ["a list instead of a template", "[{kind: appmesh}]"],
    ["nothing", ""],
  ];
  for (const [claim, yaml] of bad)
    it(`${claim}, as the parser does`, () => {
      assert.notDeepEqual(faultsBySchema(read(yaml)), []);
      assert.notDeepEqual(problemPaths(read(yaml)), []);
    });
});

function read(template: JsonValue): JsonValue {
  if (typeof template !== "string") return template;
  const result = parseYamlText(template);
  return "value" in result ? result.value : null;
}

/** Where the parser finds something wrong with a template, from the template on. */
function problemPaths(template: JsonValue): readonly string[] {
  const presets = new Map([["base", { template: { order: 1 }, secrets: [] }]]);
  return parseSidecarConfiguration({ default: template }, presets).problems.map(({ path }) =>
    path.replace(/^default\.?/, ""),
  );
}

type Place = readonly (string | number)[];

/** Fields that hold mappings with keys of the user's own. */
const OPEN = ["parameters", "labels", "annotations", "matchLabels", "requests", "limits", "minimum"];

/** The places of all objects whose fields are named by the format or by Kubernetes. */
function closedObjects(value: JsonValue | undefined, place: Place): readonly Place[] {
  if (isJsonArray(value)) return value.flatMap((item, index) => closedObjects(item, [...place, index]));
  if (!isJsonObject(value)) return [];
  const own = OPEN.includes(String(place.at(-1))) ? [] : [place];
  return [...own, ...Object.entries(value).flatMap(([field, item]) => closedObjects(item, [...place, field]))];
}

/** A copy of the value with one more field, at that place. */
function withField(value: JsonValue, [first, ...others]: Place): JsonValue {
  if (isJsonArray(value)) return value.map((item, index) => (index === first ? withField(item, others) : item));
  const fields = object(value);
  const item = others.length === 0 ? "x" : withField(fields[String(first)] ?? null, others);
  return { ...fields, [String(first)]: item };
}

function formatPath(place: Place): string {
  return place
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`))
    .join("")
    .replace(/^\./, "");
}

function isBelow(path: string, above: string): boolean {
  return above !== "" && (path.startsWith(`${above}.`) || path.startsWith(`${above}[`));
}

function typeNames(): readonly FormatTypeName[] {
  const isTypeName = (name: string): name is FormatTypeName => Object.hasOwn(FIELDS_OF_TYPES, name);
  return Object.keys(FIELDS_OF_TYPES).filter(isTypeName);
}

function fieldsOf(name: FormatTypeName): JsonObject {
  return object(object(definitions()[name]).properties);
}

function definitions(): JsonObject {
  return object(SCHEMA.definitions);
}

function object(value: JsonValue | undefined): JsonObject {
  assert.ok(isJsonObject(value), JSON.stringify(value));
  return value;
}
