import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseQuantity } from "../../../injection/kubernetes/quantity";

describe("a quantity, in thousandths,", () => {
  const quantities: readonly (readonly [text: string | number, value: bigint])[] = [
    ["0", 0n],
    ["-0", 0n],
    ["250m", 250n],
    ["700m", 700n],
    ["0.7", 700n],
    [0.5, 500n],
    [2, 2000n],
    ["+1", 1000n],
    ["-1.5", -1500n],
    [".5", 500n],
    ["5.", 5000n],
    ["12500u", 13n],
    ["1k", 1_000_000n],
    ["1M", 10n ** 9n],
    ["2E", 2n * 10n ** 21n],
    ["1e3", 1_000_000n],
    ["12E-1", 1200n],
    ["1e18", 10n ** 21n],
    ["1Ki", 1_024_000n],
    ["1.5Mi", 1_572_864_000n],
    ["64Gi", 68_719_476_736_000n],
    ["999999999999999999.999", 999_999_999_999_999_999_999n],
  ];
  for (const [text, value] of quantities)
    it(`${text} is ${value}`, () => {
      assert.equal(parseQuantity(text), value);
    });

  it("is rounded away from zero, as Kubernetes rounds it", () => {
    for (const text of ["100n", "1e-18", "0.0000000000000001", "1u"]) assert.equal(parseQuantity(text), 1n, text);
    assert.equal(parseQuantity("1.00000000000000001"), 1001n);
    assert.equal(parseQuantity("-0.0001"), -1n);
  });

  it("with a power of two is at most what Kubernetes counts to", () => {
    assert.equal(parseQuantity("7Ei"), 7n * 2n ** 60n * 1000n);
    for (const text of ["8Ei", "9999Pi"]) assert.equal(parseQuantity(text), (2n ** 63n - 1n) * 1000n, text);
  });

  const none = ["", "m", ".", "+", "1 Gi", "64MB", "1K", "1mi", "0x10", "1e", "1.2.3", "--1", "1_000", "Infinity", NaN];
  for (const text of none)
    it(`${JSON.stringify(text)} is none`, () => {
      assert.equal(parseQuantity(text), undefined);
    });

  it("is none beyond what anybody means, with which the API server would be busy", () => {
    for (const text of ["1e19", "1e-19", "-1e-400", "1e10000000", "1e-10000000", `1${"0".repeat(18)}`])
      assert.equal(parseQuantity(text), undefined, text);
    assert.equal(parseQuantity(`0.${"0".repeat(18)}1`), undefined);
    assert.equal(parseQuantity("1".repeat(2 ** 20)), undefined);
  });
});
