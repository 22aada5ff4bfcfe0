import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { STATUS_ANNOTATION, type Decision } from "../../injection";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";
import { ADDED_LISTS, decideGolden, goldenPods, reasons, type AddedList } from "./goldenPods";
import { addedTo, assertNothingLost, injectedPod } from "./injectedPod";

describe("golden pods", () => {
  const all = goldenPods();

  for (const golden of all)
    describe(golden.name, () => {
      const decision = decideGolden(golden, golden.pod);
      let after: JsonObject;
      before(() => {
        after = injectedPod(golden.pod, decision);
      });

      it(golden.claim, () => {
        assert.deepEqual(reasonsOf(decision), golden.expected.templates);
        assert.equal(decision.podReason, golden.expected.podReason);
        assert.deepEqual(leftAlone(decision), golden.expected.leftAlone);
        assert.deepEqual(addedNames(golden.pod, after), golden.expected.added);
        assertBecomes(after, golden.expected.becomes, "pod");
        assertNothingElse(golden.pod, after, golden.expected.becomes, "pod");
        assertWarnings(decision.warnings, golden.expected.warnings);
        if (golden.expected.size !== undefined) assert.deepEqual(writtenSize(after), golden.expected.size);
      });

      it("loses nothing of the pod, and moves none of its containers", () => {
        assertNothingLost(golden.pod, after);
      });

      it("gets no second patch, and the same reasons", () => {
        const again = decideGolden(golden, after);
        assert.equal(again.patch, undefined);
        assert.deepEqual(reasonsOf(again), golden.expected.templates);
        for (const { path } of again.findings)
          assert.ok(
            decision.findings.some((each) => each.path === path),
            path,
          );
      });
    });

  it("show every reason that a decision can have", () => {
    const shown = new Set(all.flatMap(({ expected }) => expected.templates.map(([, reason]) => reason)));
    for (const { expected } of all) if (expected.podReason !== undefined) shown.add(expected.podReason);
    // This one is the webhook's: the engine failed, so that there is no decision.
    assert.deepEqual([...shown, "internal-error"].sort(), [...reasons()].sort());
  });
});

function reasonsOf({ templates }: Decision): readonly unknown[] {
  return templates.map(({ template, reason }) => [template, reason]);
}

/** What the status annotation says of the pod's size. */
function writtenSize({ metadata }: JsonObject): unknown {
  const annotations = isJsonObject(metadata) && isJsonObject(metadata.annotations) ? metadata.annotations : {};
  const text = annotations[STATUS_ANNOTATION];
  const status: unknown = typeof text === "string" ? JSON.parse(text) : undefined;
  return isJsonObject(status) ? status.size : undefined;
}

function addedNames(pod: JsonObject, after: JsonObject): Record<AddedList, readonly unknown[]> {
  const names = (list: AddedList): readonly unknown[] => addedTo(list, pod, after).map(({ name }) => name);
  return {
    containers: names("containers"),
    initContainers: names("initContainers"),
    volumes: names("volumes"),
    imagePullSecrets: names("imagePullSecrets"),
  };
}

function leftAlone({ templates }: Decision): Record<string, readonly string[]> {
  return Object.fromEntries(
    templates.flatMap((outcome) =>
      outcome.reason === "injected" && outcome.leftAlone.length > 0 ? [[outcome.template, outcome.leftAlone]] : [],
    ),
  );
}

/** Objects may hold more than is expected; lists and all other values are as expected. */
function assertBecomes(actual: JsonValue | undefined, expected: JsonObject, path: string): void {
  for (const [field, value] of Object.entries(expected)) {
    const found = isJsonObject(actual) ? actual[field] : undefined;
    if (isJsonObject(value)) assertBecomes(found, value, `${path}.${field}`);
    else assert.deepEqual(found, value, `${path}.${field}`);
  }
}

/** What is different is expected, is an item of a list that was added, or is the status. */
function assertNothingElse(
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  expected: JsonValue | undefined,
  path: string,
): void {
  if (expected !== undefined && !isJsonObject(expected)) return;
  if (path === `pod.metadata.annotations.${STATUS_ANNOTATION}`) return;
  if (isJsonObject(after) && (isJsonObject(before) || expected !== undefined || path === "pod.metadata.annotations")) {
    const old = isJsonObject(before) ? before : {};
    for (const field of new Set([...Object.keys(old), ...Object.keys(after)]))
      assertNothingElse(old[field], after[field], expected?.[field], `${path}.${field}`);
    return;
  }
  const list = ADDED_LISTS.find((each) => path === `pod.spec.${each}`);
  assert.deepEqual(list === undefined ? after : withoutNew(list, before, after), before, path);
}

/** The items that the list had before, as they are now. */
function withoutNew(list: AddedList, before: JsonValue | undefined, after: JsonValue | undefined): unknown {
  if (!isJsonArray(after)) return after;
  const added = addedTo(list, { spec: { [list]: before } }, { spec: { [list]: after } });
  const others = after.filter((item) => !added.some((each) => each === item));
  return isJsonArray(before) || others.length > 0 ? others : before;
}

function assertWarnings(warnings: readonly string[], expected: readonly string[]): void {
  assert.equal(warnings.length, expected.length, `warnings: ${warnings.join("\n")}`);
  expected.forEach((part, index) => {
    assert.ok(warnings[index]?.includes(part), `"${warnings[index] ?? ""}" does not hold "${part}"`);
  });
}
