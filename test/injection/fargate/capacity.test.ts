import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { capacityFor } from "../../../injection/fargate/capacity";
import { FARGATE_SIZES, formatFargateSize, smallestFargateSize } from "../../../injection/fargate/fargateSize";
import { podRequest, type PodRequest } from "../../../injection/fargate/podRequest";
import { arbitraryContainer, arbitraryPodResources } from "./arbitraryPodResources";

const MIB = 2 ** 20;
const GIB = 2 ** 30;

describe("what Fargate gives to any pod", () => {
  it("holds what the pod asks for, with Fargate's own 256 MiB", () => {
    fc.assert(
      fc.property(arbitraryRequest(), (request) => {
        const capacity = capacityFor(request);
        fc.pre(capacity !== undefined);
        assert.ok(capacity.size.milliCpu >= request.milliCpu);
        assert.ok(capacity.size.memoryMiB * MIB >= request.memoryBytes + 256 * MIB);
        assert.ok(capacity.ephemeralStorageGiB * GIB >= request.ephemeralStorageBytes);
      }),
    );
  });

  it("is the first size in AWS's order that does, and none only where none does", () => {
    fc.assert(
      fc.property(arbitraryRequest(), ({ milliCpu, memoryBytes }) => {
        const size = capacityFor(requestOf(milliCpu, memoryBytes, 0))?.size;
        const holding = FARGATE_SIZES.filter(
          (each) => each.milliCpu >= milliCpu && each.memoryMiB >= memoryBytes / MIB + 256,
        );
        assert.equal(size, holding[0]);
      }),
    );
  });

  it("is never less of anything that is paid for where the pod asks for more", () => {
    fc.assert(
      fc.property(arbitraryPodResources, arbitraryContainer, (pod, added) => {
        const before = capacityFor(podRequest(pod));
        const after = capacityFor(podRequest({ ...pod, containers: [...pod.containers, added] }));
        fc.pre(after !== undefined);
        assert.ok(before !== undefined);
        assert.ok(FARGATE_SIZES.indexOf(after.size) >= FARGATE_SIZES.indexOf(before.size));
        assert.ok(after.size.milliCpu >= before.size.milliCpu);
        assert.ok(after.ephemeralStorageGiB >= before.ephemeralStorageGiB);
      }),
    );
  });

  it("is marked exactly where 16 MiB of memory more or less reach another size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 17_000 }), aroundSteps, (milliCpu, memoryMiB) => {
        const capacity = capacityFor(requestOf(milliCpu, memoryMiB * MIB, 0));
        fc.pre(capacity !== undefined);
        const total = memoryMiB + 256;
        const isReached = [total - 16, total + 16.001].some(
          (nearby) => smallestFargateSize(milliCpu, nearby) !== capacity.size,
        );
        assert.equal(capacity.isNearStep, isReached);
      }),
    );
  });
});

describe("a size is marked as near to a step", () => {
  const cases: readonly (readonly [milliCpu: number, memoryMiB: number, isNearStep: boolean, why: string])[] = [
    [250, 239, false, "17 MiB below a step"],
    [250, 240, true, "16 MiB below it"],
    [250, 256, true, "at it"],
    [250, 257, true, "a MiB above it"],
    [250, 272, true, "16 MiB above it"],
    [250, 273, false, "17 MiB above it"],
    [1000, 256, false, "at a step of smaller sizes: the CPU asks for more memory anyway"],
    [1000, 1792, true, "at the first step of its own"],
    [250, 1800, true, "just past its row, where another vCPU hangs on it"],
    [16_000, 122_620, true, "at the end of the table, beyond which nothing is"],
    [0, 0, false, "with nothing asked for"],
  ];
  for (const [milliCpu, memoryMiB, isNearStep, why] of cases)
    it(`${isNearStep ? "" : "not "}with ${milliCpu} m of CPU and ${memoryMiB} MiB: ${why}`, () => {
      assert.equal(capacityFor(requestOf(milliCpu, memoryMiB * MIB, 0))?.isNearStep, isNearStep);
    });
});

describe("disk", () => {
  const cases: readonly (readonly [requestedGiB: number, provisionedGiB: number | undefined, why: string])[] = [
    [0, 20, "what every pod has"],
    [1, 20, "no less than that"],
    [13, 20, "19.3 with the file system and Fargate's own parts"],
    [14, 21, "20.4"],
    [20, 27, "as much as every pod has does not fit into it"],
    [100, 115, "not 116, as floating point would have it"],
    [175, 198, "the most"],
    [175.1, undefined, "and more"],
  ];
  for (const [requestedGiB, provisionedGiB, why] of cases)
    it(`of ${requestedGiB} GiB is ${provisionedGiB ?? "not to be had"}: ${why}`, () => {
      assert.equal(capacityFor(requestOf(0, 0, requestedGiB * GIB))?.ephemeralStorageGiB, provisionedGiB);
    });
});

describe("the size table", () => {
  it("has the number of sizes that AWS lists, each once, in the order of vCPUs and memory", () => {
    assert.equal(FARGATE_SIZES.length, 3 + 4 + 7 + 13 + 23 + 12 + 12);
    const sorted = [...FARGATE_SIZES].sort((a, b) => a.milliCpu - b.milliCpu || a.memoryMiB - b.memoryMiB);
    assert.deepEqual(FARGATE_SIZES, sorted);
    assert.equal(new Set(FARGATE_SIZES.map(formatFargateSize)).size, FARGATE_SIZES.length);
  });

  it("writes a size as the annotation CapacityProvisioned does", () => {
    assert.equal(formatFargateSize({ milliCpu: 250, memoryMiB: 512 }), "0.25vCPU 0.5GB");
    assert.equal(formatFargateSize({ milliCpu: 16_000, memoryMiB: 122_880 }), "16vCPU 120GB");
  });
});

/** Memory in MiB that with Fargate's own 256 is near a multiple of half a GB. */
const aroundSteps = fc
  .tuple(fc.integer({ min: 1, max: 241 }), fc.integer({ min: -20, max: 20 }))
  .map(([halves, off]) => Math.max(0, halves * 512 - 256 + off));

function arbitraryRequest(): fc.Arbitrary<PodRequest> {
  return fc.oneof(
    arbitraryPodResources.map(podRequest),
    fc
      .tuple(fc.integer({ min: 0, max: 17_000 }), aroundSteps, fc.integer({ min: 0, max: 180 }))
      .map(([milliCpu, memoryMiB, gib]) => requestOf(milliCpu, memoryMiB * MIB, gib * GIB)),
  );
}

function requestOf(milliCpu: number, memoryBytes: number, ephemeralStorageBytes: number): PodRequest {
  return { milliCpu, memoryBytes, ephemeralStorageBytes };
}
