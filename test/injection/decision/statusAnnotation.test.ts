import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readStatus, writeStatus, type InjectionStatus } from "../../../injection/decision/statusAnnotation";

describe("the status annotation", () => {
  const everything = (): boolean => true;

  it("comes back as it was written", () => {
    const status = new Map([
      ["default", { containers: ["a", "b"], hash: "0123456789ab", labels: ["tier"], annotations: ["note"] }],
      ["__proto__", { containers: ["c"], hash: "ba9876543210" }],
    ]);
    assert.deepEqual(readStatus(writeStatus(status, undefined), everything), {
      applied: status,
      unproven: new Map(),
      labels: new Set(["tier"]),
      annotations: new Set(["note"]),
      size: undefined,
    });
  });

  const size = { before: "0.25vCPU 0.5GB", after: "0.25vCPU 1GB" };

  it("says the size of the pod in AWS's notation", () => {
    const text = writeStatus(new Map([["default", { containers: ["a"], hash: "1" }]]), size);
    assert.deepEqual(JSON.parse(text), { default: { containers: ["a"], hash: "1" }, size });
    assert.deepEqual(readStatus(text, everything).size, size);
  });

  it("says it beside a template of the name size", () => {
    const status = new Map([["size", { containers: ["a"], hash: "1" }]]);
    const read = readStatus(writeStatus(status, size), everything);
    assert.deepEqual(read.applied, status);
    assert.deepEqual(read.size, size);
  });

  it("says null of a pod that is larger than any size", () => {
    const tooLarge = { ...size, before: null, after: null };
    assert.deepEqual(readStatus(writeStatus(new Map(), tooLarge), everything).size, tooLarge);
  });

  it("is the same text in whichever order the templates were applied", () => {
    const one = { containers: ["a"], hash: "1" };
    const two = { containers: ["b"], hash: "2" };
    const inOrder: InjectionStatus = new Map(Object.entries({ one, two }));
    const reversed: InjectionStatus = new Map(Object.entries({ two, one }));
    assert.equal(writeStatus(reversed, undefined), writeStatus(inOrder, undefined));
  });

  it("counts only for the templates all of whose containers are in the pod", () => {
    const text = writeStatus(
      new Map([
        ["present", { containers: ["a"], hash: "1" }],
        ["partly", { containers: ["a", "b"], hash: "2" }],
        ["absent", { containers: ["b"], hash: "3" }],
        ["nothing", { containers: [], hash: "4" }],
      ]),
      undefined,
    );
    assert.deepEqual([...readStatus(text, (name) => name === "a").applied.keys()], ["present"]);
  });

  const nonsense = [
    undefined,
    null,
    5,
    "",
    "{",
    "null",
    "[]",
    '"text"',
    '{"a":null}',
    '{"a":["app"]}',
    '{"a":{"containers":"app","hash":"1"}}',
    '{"a":{"containers":[5],"hash":"1"}}',
    '{"a":{"containers":["app",null],"hash":"1"}}',
    '{"a":{"containers":["app"]}}',
  ];
  for (const text of nonsense)
    it(`of another form says nothing: ${JSON.stringify(text)}`, () => {
      assert.equal(readStatus(text, everything).applied.size, 0);
    });
});
