import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  EMPTY_SIDECAR_CONFIGURATION,
  formatProblem,
  keepLastGood,
  parseSidecarConfiguration,
  type SidecarConfiguration,
} from "../../../injection";

const GOOD = "spec: {containers: [{name: a, image: good}]}";
const BETTER = "spec: {containers: [{name: a, image: better}]}";
const BAD = "spec: {containers: [{name: a}]}";

describe("a sidecar configuration", () => {
  it("keeps the good templates beside the bad ones", () => {
    const configuration = parseSidecarConfiguration({ one: BAD, two: GOOD, three: "spec: [" });
    assert.deepEqual(names(configuration), ["two"]);
    assert.deepEqual(configuration.invalid, [
      { name: "one", kind: "fargate", profiles: ["one"] },
      { name: "three", kind: "fargate", profiles: ["three"] },
    ]);
    assert.deepEqual(
      configuration.problems.map(({ path }) => path),
      ["one.spec.containers[0].image", "three"],
    );
  });

  it("tells the profiles of a bad template, as far as they can be read", () => {
    const { invalid } = parseSidecarConfiguration({
      _all: BAD,
      given: `profiles: [a, "b*"]\n${BAD}`,
      wrong: `profiles: [5]\n${BAD}`,
    });
    assert.deepEqual(invalid, [
      { name: "_all", kind: "fargate", profiles: ["*"] },
      { name: "given", kind: "fargate", profiles: ["a", "b*"] },
      { name: "wrong", kind: "fargate", profiles: ["wrong"] },
    ]);
  });

  it("takes a template that is read already, as a file may hold it", () => {
    const configuration = parseSidecarConfiguration({ default: { spec: { containers: [{ name: "a", image: "b" }] } } });
    assert.deepEqual(configuration.problems, []);
    assert.deepEqual(names(configuration), ["default"]);
  });

  it("has its templates by order, then _all last, then by name, whatever the order of its keys", () => {
    const data = {
      zebra: `order: -1\n${GOOD}`,
      _all: GOOD,
      ant: GOOD,
      bee: `order: 1\n${GOOD}`,
      Cat: GOOD,
      _b: GOOD,
      1: GOOD,
    };
    const expected = ["zebra", "1", "Cat", "_b", "ant", "_all", "bee"];
    assert.deepEqual(names(parseSidecarConfiguration(data)), expected);
    assert.deepEqual(names(parseSidecarConfiguration(Object.fromEntries(Object.entries(data).reverse()))), expected);
  });

  for (const name of ["a,b", "a b", "a/b", "", ".", "..a", "ä", "a".repeat(254)])
    it(`does not take ${JSON.stringify(name.slice(0, 12))} for a name, which no ConfigMap can have`, () => {
      const { templates, problems } = parseSidecarConfiguration({ [name]: GOOD });
      assert.deepEqual(templates, []);
      assert.deepEqual(problems, [
        { path: name, message: 'is no key of a ConfigMap, which has letters, digits, "-", "_" and "."' },
      ]);
    });

  it("may be empty", () => {
    assert.deepEqual(parseSidecarConfiguration({}), EMPTY_SIDECAR_CONFIGURATION);
  });
});

describe("the last good version of a template", () => {
  const before = parseSidecarConfiguration({ one: GOOD, two: GOOD });

  it("keeps serving while the template is bad, and the problem is told all the same", () => {
    const now = keepLastGood(before, parseSidecarConfiguration({ one: BAD, two: BETTER }));
    assert.deepEqual(images(now), { one: "good", two: "better" });
    assert.deepEqual(now.invalid, []);
    assert.deepEqual(now.problems.map(formatProblem), ["one.spec.containers[0].image: is missing"]);
  });

  it("keeps serving through one bad version after another", () => {
    const first = keepLastGood(before, parseSidecarConfiguration({ one: BAD, two: GOOD }));
    const second = keepLastGood(first, parseSidecarConfiguration({ one: "spec: [", two: GOOD }));
    assert.deepEqual(images(second), { one: "good", two: "good" });
  });

  it("gives way to the next good one", () => {
    const bad = keepLastGood(before, parseSidecarConfiguration({ one: BAD }));
    const mended = keepLastGood(bad, parseSidecarConfiguration({ one: BETTER }));
    assert.deepEqual(images(mended), { one: "better" });
    assert.deepEqual(mended.problems, []);
  });

  it("goes when the template is taken away", () => {
    assert.deepEqual(images(keepLastGood(before, parseSidecarConfiguration({ two: GOOD }))), { two: "good" });
    assert.deepEqual(images(keepLastGood(before, parseSidecarConfiguration({}))), {});
  });

  it("is not known of a template that was never good", () => {
    const now = keepLastGood(before, parseSidecarConfiguration({ new: BAD, one: GOOD }));
    assert.deepEqual(names(now), ["one"]);
    assert.deepEqual(now.invalid, [{ name: "new", kind: "fargate", profiles: ["new"] }]);
  });

  it("stands where its own order says", () => {
    const ordered = parseSidecarConfiguration({ last: `order: 9\n${GOOD}`, middle: GOOD });
    const now = keepLastGood(ordered, parseSidecarConfiguration({ last: BAD, middle: GOOD }));
    assert.deepEqual(names(now), ["middle", "last"]);
  });
});

function names({ templates }: SidecarConfiguration): readonly string[] {
  return templates.map(({ name }) => name);
}

function images({ templates }: SidecarConfiguration): Record<string, unknown> {
  return Object.fromEntries(templates.map(({ name, spec }) => [name, spec.containers[0]?.image]));
}
