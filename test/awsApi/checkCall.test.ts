import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem } from "../../injection/problem";
import { checkCall } from "../../local/awsApi/checkCall";
import { javaPattern } from "../../local/awsApi/javaPattern";
import { serviceModel } from "../../local/awsApi/serviceModel";

/** A service of our own, with what the services that we call do not have, or not in parameters. */
const SERVICE = serviceModel("letters", {
  operations: { Send: { input: { shape: "SendRequest" } }, Count: {} },
  shapes: {
    SendRequest: {
      type: "structure",
      required: ["to", "token"],
      members: {
        to: { shape: "Address" },
        token: { shape: "Text", idempotencyToken: true },
        enclosed: { shape: "SendRequest" },
        weight: { shape: "Weight" },
        after: { shape: "Time" },
        content: { shape: "Bytes" },
      },
    },
    Address: { type: "structure", union: true, members: { street: { shape: "Text" }, box: { shape: "Box" } } },
    Text: { type: "string" },
    Box: { type: "long", min: 1, max: 99 },
    Weight: { type: "double", min: 0.1 },
    Time: { type: "timestamp" },
    Bytes: { type: "blob" },
    Unknown: { type: "document" },
  },
});

function problems(parameters: unknown, action = "Send"): string[] {
  return checkCall(SERVICE, action, parameters).map(formatProblem);
}

describe("checkCall", () => {
  const to = { box: 7 };

  it("finds nothing wrong with what the model describes, and does not ask for tokens that SDKs make up", () => {
    const content = new Uint8Array([1]);
    assert.deepEqual(problems({ to, weight: 0.5, after: new Date(0), content, enclosed: { to } }), []);
    assert.deepEqual(problems({ to, weight: undefined }), []);
    assert.deepEqual(problems({}, "Count"), []);
  });

  it("goes into shapes that contain themselves, and tells the path", () => {
    assert.deepEqual(problems({ to, enclosed: { to, enclosed: { to: { box: 100 } } } }), [
      "enclosed.enclosed.to.box: 100, more than 99",
    ]);
  });

  it("wants one member of a union, not two and not none", () => {
    assert.deepEqual(problems({ to: {} }), ["to: has 0 members where one is expected"]);
    assert.deepEqual(problems({ to: { box: 1, street: "High Street" } }), ["to: has 2 members where one is expected"]);
  });

  it("tells numbers, dates and bytes from texts", () => {
    assert.deepEqual(problems({ to, weight: "1", after: "now", content: 1 }), [
      'weight: the string "1" where a number is expected',
      'after: the string "now" where a date is expected',
      "content: the number 1 where bytes is expected",
    ]);
    assert.deepEqual(problems({ to, weight: 0 }), ["weight: 0, fewer than 0.1"]);
  });

  it("takes null for a value, which no API of AWS has", () => {
    assert.deepEqual(problems({ to: null }), ["to: empty where an object is expected"]);
  });

  it("finds parameters of an action that has none, and parameters that are no object", () => {
    assert.deepEqual(problems({ to }, "Count"), ["to: Count takes no parameters"]);
    assert.deepEqual(problems([]), ["an empty list where an object is expected"]);
  });

  it("does not pass over what it cannot read in a model", () => {
    assert.throws(() => SERVICE.shape("Unknown"), /has a shape of the unknown type "document"/);
    assert.throws(() => SERVICE.shape("Missing"), /has no shape Missing/);
  });
});

describe("a pattern of Java", () => {
  it("is for the whole text, also where it has alternatives", () => {
    assert.equal(javaPattern("a|b").test("ab"), false);
    assert.equal(javaPattern("^[a-z]").test("ab"), false);
    assert.equal(javaPattern("^[a-z]+$").test("ab"), true);
  });

  it("knows classes of Unicode", () => {
    assert.equal(javaPattern("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*").test("Größe 1"), true);
    assert.equal(javaPattern("[\\p{L}]*").test("1"), false);
  });

  it("may have a hyphen after a class, which JavaScript reads in one way only", () => {
    assert.equal(javaPattern("[\\w-_]*").test("a-b"), true);
    assert.throws(() => javaPattern("[\\p{L}-_"), SyntaxError);
  });
});
