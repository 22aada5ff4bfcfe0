import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseYamlText } from "../../../injection";

describe("YAML text means what it means to kubectl", () => {
  const meanings: readonly (readonly [text: string, value: unknown])[] = [
    ["0644", 420],
    ["0o644", 420],
    ["0x1F", 31],
    ["1_000", 1000],
    ["08", 8],
    ["1e3", 1000],
    ["yes", true],
    ["Off", false],
    ["~", null],
    ['"yes"', "yes"],
    ["'0644'", "0644"],
    ["!!str 80", "80"],
    ["12:30:45", "12:30:45"],
    ["2026-11-21", "2026-11-21"],
    ["1.2.3", "1.2.3"],
    ["64Mi", "64Mi"],
  ];
  for (const [text, value] of meanings)
    it(`${text} is ${JSON.stringify(value)}`, () => {
      assert.deepEqual(parseYamlText(`field: ${text}`), { value: { field: value }, problems: [] });
    });

  it("anchors and merge keys are resolved", () => {
    const text = "base: &base {name: a, image: b}\nfirst: {<<: *base, image: c}\nsecond: *base\n";
    assert.deepEqual(parseYamlText(text), {
      value: { base: { name: "a", image: "b" }, first: { name: "a", image: "c" }, second: { name: "a", image: "b" } },
      problems: [],
    });
  });

  it("a folded text is one line a paragraph, and lines indented further stay", () => {
    assert.deepEqual(parseYamlText("script: >\n  while true; do\n    sleep 1;\n  done\n"), {
      value: { script: "while true; do\n  sleep 1;\ndone\n" },
      problems: [],
    });
  });

  it("the ends of lines may be those of Windows, and the text may begin with a byte order mark", () => {
    assert.deepEqual(parseYamlText("\ufefftext: |\r\n  one\r\n  two\r\n"), {
      value: { text: "one\ntwo\n" },
      problems: [],
    });
  });

  it("a field that JavaScript's objects inherit is a field like any other", () => {
    const read = parseYamlText("__proto__: {admin: yes}\nconstructor: x\n");
    assert.ok("value" in read);
    assert.equal(JSON.stringify(read.value), '{"__proto__":{"admin":true},"constructor":"x"}');
  });

  it("an empty text is null", () => {
    assert.deepEqual(parseYamlText("# nothing yet\n"), { value: null, problems: [] });
    assert.deepEqual(parseYamlText("---\n---\n"), { value: null, problems: [] });
  });

  it("empty documents beside the one that counts are none", () => {
    for (const text of [
      "a: 1\n---\n",
      "---\n---\na: 1\n...\n",
      "# only\n---\na: 1\n---\n# a comment\n",
      "---\n~\n---\na: 1",
    ])
      assert.deepEqual(parseYamlText(text), { value: { a: 1 }, problems: [] }, text);
    assert.deepEqual(parseYamlText("---\na: 1\n---\n---\nb: 1\n"), { error: "more than one document" });
  });

  it("a word for a boolean is a key as kubectl reads it, and is told", () => {
    assert.deepEqual(parseYamlText("a: [{n: 1, true: 2, 5: 3, 'y': 4}]\nNo: x"), {
      value: { a: [{ false: 1, true: 2, 5: 3, y: 4 }], false: "x" },
      problems: [
        { path: "a[0].false", message: "the key n reads as the boolean false; write it in quotes" },
        { path: "false", message: "the key No reads as the boolean false; write it in quotes" },
      ],
    });
  });

  it("nothing of it gets into the log of the process", () => {
    const warnings: unknown[] = [];
    const listen = (warning: unknown): void => void warnings.push(warning);
    process.on("warning", listen);
    try {
      for (const text of ["a: {{ .b }}", "? [a]\n: b", "%YAML 9.9\n---\na: 1"])
        assert.ok("error" in parseYamlText(text));
    } finally {
      process.off("warning", listen);
    }
    assert.deepEqual(warnings, []);
  });
});

describe("a YAML text that means harm", () => {
  const harmful: readonly (readonly [claim: string, text: string])[] = [
    ["nested deeper than any stack", "[".repeat(1_200)],
    ["that holds itself", "&a [*a]"],
    ["that grows with every alias", billionLaughs()],
    ["with a number that JSON does not have", "order: .inf"],
  ];
  for (const [claim, text] of harmful)
    it(`${claim} is an error in words`, () => {
      const read = parseYamlText(text);
      assert.ok("error" in read);
      assert.match(read.error, /^[^\n]+$/);
    });
});

function billionLaughs(): string {
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const lines = names.map((name, index) => {
    const before = index === 0 ? "x" : `*${names[index - 1] ?? ""}`;
    return `${name}: &${name} [${Array.from({ length: 10 }, () => before).join(", ")}]`;
  });
  return lines.join("\n");
}
