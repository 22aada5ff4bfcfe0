import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { settlingMilliseconds, WEBHOOK_SETTLING_MILLISECONDS } from "../../components/webhookReady";

const CREATED = "2026-11-21T12:00:00Z";
const secondsLater = (seconds: number): Date => new Date(Date.parse(CREATED) + seconds * 1000);

describe("settlingMilliseconds", () => {
  it("is all of the settling time for a configuration that was just made", () => {
    assert.equal(settlingMilliseconds(CREATED, secondsLater(0)), WEBHOOK_SETTLING_MILLISECONDS);
  });

  it("is what is left of it a moment later", () => {
    assert.equal(settlingMilliseconds(CREATED, secondsLater(2)), WEBHOOK_SETTLING_MILLISECONDS - 2000);
  });

  it("is nothing for a configuration of an earlier update", () => {
    assert.equal(settlingMilliseconds(CREATED, secondsLater(3600)), 0);
  });

  it("is never more than the settling time where the cluster's clock is ahead", () => {
    assert.equal(settlingMilliseconds(CREATED, secondsLater(-3600)), WEBHOOK_SETTLING_MILLISECONDS);
  });

  it("is all of it where the time of creation cannot be read", () => {
    assert.equal(settlingMilliseconds("", secondsLater(0)), WEBHOOK_SETTLING_MILLISECONDS);
  });
});
