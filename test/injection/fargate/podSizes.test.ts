import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { capacityFor } from "../../../injection/fargate/capacity";
import { FARGATE_SIZES, formatFargateSize } from "../../../injection/fargate/fargateSize";
import { podRequest } from "../../../injection/fargate/podRequest";
import { SIZED_PODS } from "./podSizes";
import { writtenPod } from "./writtenPod";

describe("the size of a pod", () => {
  for (const [pod, expected, why] of SIZED_PODS)
    it(`${pod} is ${expected ?? "nothing that Fargate has"}: ${why}`, () => {
      assert.equal(sizeOf(pod), expected);
    });

  it("is tried with at least 100 pods, and with every size that there is", () => {
    assert.ok(SIZED_PODS.length >= 100);
    const tried = new Set(SIZED_PODS.map(([, size]) => size));
    assert.deepEqual(
      FARGATE_SIZES.map(formatFargateSize).filter((size) => !tried.has(size)),
      [],
    );
  });
});

function sizeOf(pod: string): string | undefined {
  const capacity = capacityFor(podRequest(writtenPod(pod)));
  return capacity === undefined ? undefined : formatFargateSize(capacity.size);
}
