import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { tooLarge } from "../../../injection/lint/lintRequests";

const GIB = 2 ** 30;
const LARGEST = { milliCpu: 16_000, memoryBytes: 119.75 * GIB, ephemeralStorageBytes: 175 * GIB };

const messages = (more: Partial<typeof LARGEST>): string[] =>
  tooLarge({ ...LARGEST, ...more }).map(({ message }) => message);

describe("What is too large for Fargate", () => {
  it("is nothing of the largest size with the most disk", () => {
    assert.deepEqual(messages({}), []);
  });

  it("is told with its bound, and without what is within its own", () => {
    const more = "more than Fargate's largest size has";
    assert.deepEqual(messages({ milliCpu: 16_001 }), [`asks for 16.001 CPU (16 at most), ${more}`]);
    assert.deepEqual(messages({ memoryBytes: 120 * GIB }), [`asks for 120 GiB of memory (119.75 at most), ${more}`]);
    assert.deepEqual(messages({ milliCpu: 20_000, ephemeralStorageBytes: 200 * GIB }), [
      `asks for 20 CPU (16 at most) and 200 GiB of disk (175 at most), ${more}`,
    ]);
  });

  it("never looks as if it were within its bound", () => {
    assert.deepEqual(messages({ memoryBytes: 119.75 * GIB + 1 }), [
      "asks for 119.751 GiB of memory (119.75 at most), more than Fargate's largest size has",
    ]);
  });
});
