import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { findPlaceholders, substitute, type ParameterValue } from "../../../injection/configuration/placeholders";
import type { JsonValue } from "../../../injection";

describe("a placeholder", () => {
  const rows: readonly (readonly [claim: string, before: string, after: string])[] = [
    ["is replaced", "${text}", "web"],
    ["is replaced within a text, each time", "<${text}>${text}", "<web>web"],
    ["of a number is text within a text", "--port=${number}", "--port=8080"],
    ["of a boolean is text where the field is one", "${boolean}", "true"],
    ["with dots and dashes is a name too", "${pod.name-space_1}", "shop"],
    [
      "of no parameter stays",
      "${HOME} ${other} ${env:text} ${} ${1} $(text) $text",
      "${HOME} ${other} ${env:text} ${} ${1} $(text) $text",
    ],
    ["that is escaped loses its escape", "$${text}", "${text}"],
    ["that is escaped loses nothing else", "a $${text} ${text} $${text}", "a ${text} web ${text}"],
    ["of no parameter keeps its escape", "$${HOME}", "$${HOME}"],
    ["behind two dollars is escaped, and one of them stays", "$$${text}", "$${text}"],
    ["is replaced once: what a value holds is no placeholder", "${nested}", "${text} $${text} $& $1 $`"],
    ["of an empty value leaves nothing", "<${empty}>", "<>"],
    ["that is not closed stays", "${text ${text", "${text ${text"],
    ["may be around another one, which is replaced", "${${text}}", "${web}"],
  ];
  for (const [claim, before, after] of rows)
    it(claim, () => {
      assert.equal(substituted(before, "string"), after);
    });

  it("that is the whole of a field becomes a number or a boolean where the field is one", () => {
    const container = {
      name: "${text}",
      args: ["${number}", "${boolean}"],
      ports: [{ containerPort: "${number}", name: "${number}" }],
      livenessProbe: { httpGet: { port: "${number}", path: "${number}" }, periodSeconds: "${number}" },
      securityContext: { privileged: "${boolean}" },
      resources: { limits: { cpu: "${number}" } },
      stdin: "a ${boolean}",
    };
    assert.deepEqual(substituted(container, "Container"), {
      name: "web",
      args: ["8080", "true"],
      ports: [{ containerPort: 8080, name: "8080" }],
      livenessProbe: { httpGet: { port: 8080, path: "8080" }, periodSeconds: 8080 },
      securityContext: { privileged: true },
      resources: { limits: { cpu: "8080" } },
      stdin: "a true",
    });
  });

  it("of text stays text where the field is a number", () => {
    assert.deepEqual(substituted([{ containerPort: "${text}" }], "ContainerPort[]"), [{ containerPort: "web" }]);
  });

  it("in a key is none", () => {
    assert.deepEqual(substituted({ "${text}": "${text}" }, "string{}"), { "${text}": "web" });
  });

  it("is found with its place, the type of its field and whether it is escaped", () => {
    const spec = { containers: [{ args: ["a ${x}", "$${y}"], ports: [{ containerPort: "${z}" }] }] };
    assert.deepEqual(findPlaceholders({ spec }, "TemplateBody", "default"), [
      { name: "x", path: "default.spec.containers[0].args[0]", fieldType: "string", isWhole: false, isEscaped: false },
      { name: "y", path: "default.spec.containers[0].args[1]", fieldType: "string", isWhole: false, isEscaped: true },
      {
        name: "z",
        path: "default.spec.containers[0].ports[0].containerPort",
        fieldType: "int32",
        isWhole: true,
        isEscaped: false,
      },
    ]);
  });

  it("is found in fields that there are not, whatever they are called", () => {
    const odd: unknown = JSON.parse('{"spec": {"__proto__": ["${x}"], "constructor": {"toString": "${y}"}}}');
    assert.deepEqual(
      findPlaceholders(odd as JsonValue, "TemplateBody", "").map(({ name }) => name),
      ["x", "y"],
    );
  });
});

const VALUES: ReadonlyMap<string, ParameterValue> = new Map<string, ParameterValue>([
  ["text", "web"],
  ["number", 8080],
  ["boolean", true],
  ["empty", ""],
  ["nested", "${text} $${text} $& $1 $`"],
  ["pod.name-space_1", "shop"],
]);

function substituted(value: JsonValue, type: string): JsonValue {
  return substitute(value, type, VALUES, new Set(VALUES.keys()));
}
