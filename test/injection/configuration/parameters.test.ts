import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readParameterValue, parseParameters, type ParameterType } from "../../../injection/configuration/parameters";
import { describeBadTemplates } from "./badTemplates";

const SPEC = 'spec: {containers: [{name: a, image: b, args: ["${x}"]}]}';

describeBadTemplates("parameters are refused for", [
  [
    "a list of them",
    `parameters: [x]\n${SPEC}`,
    ".parameters: must be a mapping of names to parameters, but is a list",
  ],
  [
    "a name with a dot",
    `parameters: {pod.x: {default: 1}}\n${SPEC}`,
    '.parameters.pod.x: is no name of a parameter, which has letters, digits, "-" and "_"',
  ],
  [
    "a name that begins with a digit",
    `parameters: {1x: {default: 1}}\n${SPEC}`,
    '.parameters.1x: is no name of a parameter, which has letters, digits, "-" and "_"',
  ],
  [
    "a value in the place of a declaration",
    `parameters: {x: info}\n${SPEC}`,
    '.parameters.x: must be a mapping, but is the string "info"',
  ],
  ["a declaration that is empty", `parameters: {x: }\n${SPEC}`, ".parameters.x: must be a mapping, but is empty"],
  [
    "an unknown field",
    `parameters: {x: {defaults: 1, default: 1}}\n${SPEC}`,
    '.parameters.x.defaults: unknown field, did you mean "default"?',
  ],
  [
    "neither a source nor a default",
    `parameters: {x: {type: integer}}\n${SPEC}`,
    ".parameters.x: must have one of annotation, label and field, or a default",
  ],
  [
    "two sources",
    `parameters: {x: {annotation: a, field: spec.nodeName}}\n${SPEC}`,
    ".parameters.x: has annotation and field; give one",
  ],
  [
    "a source that is a number",
    `parameters: {x: {label: 5}}\n${SPEC}`,
    ".parameters.x.label: must be a string, but is the number 5",
  ],
  [
    "a key that is none",
    `parameters: {x: {label: "a b"}, z: {annotation: "/a"}}\n${SPEC}`,
    '.parameters.x.label: must be the key of a label (at most 63 letters, digits, "-", "_" and ".", with a DNS name and "/" before it or without), but is the string "a b"',
    '.parameters.z.annotation: must be the key of an annotation (at most 63 letters, digits, "-", "_" and ".", with a DNS name and "/" before it or without), but is the string "/a"',
  ],
  [
    "a field that there is not",
    `parameters: {x: {field: spec.nodename}}\n${SPEC}`,
    '.parameters.x.field: nodename: unknown field, did you mean "nodeName"?',
  ],
  [
    "an unknown type",
    `parameters: {x: {default: 1, type: int}}\n${SPEC}`,
    '.parameters.x.type: must be one of string, integer, boolean, quantity, but is the string "int"',
  ],
  [
    "a default of another type",
    `parameters: {x: {default: 1.5, type: integer}}\n${SPEC}`,
    ".parameters.x.default: must be a whole number, but is the number 1.5",
  ],
  [
    "a default that is a word where a boolean is wanted",
    `parameters: {x: {default: "on", type: boolean}}\n${SPEC}`,
    '.parameters.x.default: must be "true" or "false", but is the string "on"',
  ],
  [
    "a default that is no quantity",
    `parameters: {x: {default: 64MB, type: quantity}}\n${SPEC}`,
    '.parameters.x.default: must be a quantity such as "100m" or "64Mi", but is the string "64MB"',
  ],
  [
    "a default that is a list",
    `parameters: {x: {default: [a]}}\n${SPEC}`,
    ".parameters.x.default: must be a string, but is a list",
  ],
  [
    "a default that does not match the pattern",
    `parameters: {x: {default: trace, pattern: "debug|info"}}\n${SPEC}`,
    '.parameters.x.default: must match debug|info as a whole, but is the string "trace"',
  ],
  [
    "a pattern that is a number",
    `parameters: {x: {default: 1, pattern: 1}}\n${SPEC}`,
    ".parameters.x.pattern: must be a string with an RE2 expression, but is the number 1",
  ],
]);

describe("a pattern that RE2 does not know", () => {
  for (const pattern of ["(", "a(?=b)", "(a)\\1", "[b-a]"])
    it(`is refused: ${pattern}`, () => {
      const problems: string[] = [];
      parseParameters(
        { x: { default: "a", pattern } },
        "p",
        (path, message) => void problems.push(`${path}: ${message}`),
      );
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", /^p\.x\.pattern: is no RE2 expression: /);
    });
});

describeBadTemplates("what parameters make of a template is refused for", [
  [
    "text where the field is a number",
    'parameters: {x: {label: a}}\nspec: {containers: [{name: a, image: b, ports: [{containerPort: "${x}"}]}]}',
    '.spec.containers[0].ports[0].containerPort: must be a whole number: give it as a whole by a parameter of type integer, not "x" within a text',
  ],
  [
    "a number within a text where the field is a number",
    'parameters: {x: {label: a, type: integer}}\nspec: {containers: [{name: a, image: b, ports: [{containerPort: "1${x}"}]}]}',
    '.spec.containers[0].ports[0].containerPort: must be a whole number: give it as a whole by a parameter of type integer, not "x" within a text',
  ],
  [
    "text where the field is a boolean",
    'parameters: {x: {label: a}}\nspec: {shareProcessNamespace: "${x}"}',
    '.spec.shareProcessNamespace: must be true or false: give it as a whole by a parameter of type boolean, not "x" within a text',
  ],
  [
    "a default with which the API server would refuse it",
    'parameters: {x: {label: a, default: Web}}\nspec: {containers: [{name: "${x}", image: b}]}',
    '.spec.containers[0].name: must be lower-case letters, digits and "-", at most 63, but is the string "Web"',
  ],
  [
    "what is wrong whatever the values are",
    'parameters: {x: {label: a}}\nspec: {containers: [{name: "${x}", imagee: b, image: b}, {name: Web, image: b}]}',
    '.spec.containers[0].imagee: unknown field, did you mean "image"?',
    '.spec.containers[1].name: must be lower-case letters, digits and "-", at most 63, but is the string "Web"',
  ],
  [
    "an escaped placeholder where the field is a number",
    'parameters: {x: {label: a, type: integer}}\nspec: {containers: [{name: a, image: "${x}", ports: [{containerPort: "$${x}"}]}]}',
    '.spec.containers[0].ports[0].containerPort: must be a whole number, but is the string "${x}"',
  ],
]);

describe("a value of a parameter", () => {
  const rows: readonly (readonly [type: ParameterType, text: string, value: unknown])[] = [
    ["string", "", ""],
    ["string", "5", "5"],
    ["integer", "8080", 8080],
    ["integer", "-1", -1],
    ["integer", "007", 7],
    ["integer", "1e3", undefined],
    ["integer", "0x10", undefined],
    ["integer", " 1", undefined],
    ["integer", "", undefined],
    ["integer", "1.0", undefined],
    ["integer", "9007199254740993", undefined],
    ["boolean", "true", true],
    ["boolean", "false", false],
    ["boolean", "True", undefined],
    ["boolean", "", undefined],
    ["quantity", "64Mi", "64Mi"],
    ["quantity", "0.5", "0.5"],
    ["quantity", "64MB", undefined],
    ["quantity", "", undefined],
    ["quantity", "1e10000000", undefined],
  ];
  for (const [type, text, value] of rows)
    it(`of type ${type} from "${text}" is ${value === undefined ? "refused" : JSON.stringify(value)}`, () => {
      const parameter = { name: "x", source: undefined, type, default: undefined, pattern: undefined };
      const read = readParameterValue(parameter, text);
      assert.deepEqual("value" in read ? read.value : undefined, value);
    });

  it("must match its pattern from the beginning to the end", () => {
    const [parameter] = parseParameters({ x: { label: "a", pattern: "debug|info" } }, "p", () => assert.fail());
    assert.ok(parameter !== undefined);
    assert.deepEqual(readParameterValue(parameter, "info"), { value: "info" });
    for (const text of ["information", "no info", "info\n", ""])
      assert.deepEqual(readParameterValue(parameter, text), { must: "match debug|info as a whole" }, text);
  });

  it("of a megabyte is held against a pattern that would take others for ever", () => {
    const [parameter] = parseParameters({ x: { label: "a", pattern: "(a+)+b" } }, "p", () => assert.fail());
    assert.ok(parameter !== undefined);
    assert.deepEqual(readParameterValue(parameter, "a".repeat(2 ** 16)), { must: "match (a+)+b as a whole" });
  });
});
