import assert from "node:assert/strict";
import { isUnchanged, readEventLog } from "../../../local/pulumi/engineEvents";

describe("readEventLog", () => {
  const urn = "urn:pulumi:dev::sample::my:index:Component$kubernetes:core/v1:Namespace::name::with::colons";
  const metadata = { op: "create", urn, type: "kubernetes:core/v1:Namespace" };
  const log = (...events: object[]) => events.map((event) => JSON.stringify(event)).join("\n");

  it("gives finished steps in their order, failed ones marked", () => {
    const { steps } = readEventLog(
      log(
        { resourcePreEvent: { metadata } },
        { resOutputsEvent: { metadata } },
        { resOpFailedEvent: { metadata: { ...metadata, op: "delete" } } },
      ),
    );
    const step = { urn, type: "kubernetes:core/v1:Namespace", name: "name::with::colons" };
    assert.deepEqual(steps, [
      { ...step, operation: "create", failed: false },
      { ...step, operation: "delete", failed: true },
    ]);
  });

  it("gives the counts of the summary", () => {
    const { changes } = readEventLog(log({ summaryEvent: { resourceChanges: { same: 2, update: 1 } } }));
    assert.deepEqual(changes, { same: 2, update: 1 });
  });

  it("reads what there is of a log that was cut off", () => {
    const text = `${log({ resOutputsEvent: { metadata } })}\n{"resOutputsEvent": {"meta`;
    assert.equal(readEventLog(text).steps.length, 1);
    assert.deepEqual(readEventLog(""), { changes: {}, steps: [] });
  });

  it("calls an update unchanged when all is the same", () => {
    assert.equal(isUnchanged({ changes: { same: 3 }, steps: [] }), true);
    assert.equal(isUnchanged({ changes: { same: 3, update: 1 }, steps: [] }), false);
  });
});
