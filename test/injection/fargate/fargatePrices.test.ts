import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { FargateCapacity } from "../../../injection/fargate/capacity";
import {
  formatMoney,
  HOURS_PER_MONTH,
  listPricesOf,
  pricePerHour,
  type FargatePrices,
} from "../../../injection/fargate/fargatePrices";
import { FARGATE_SIZES } from "../../../injection/fargate/fargateSize";
import { LIST_PRICES } from "../../../injection/fargate/listPrices";

describe("the price of a pod", () => {
  it("is that of its vCPUs, its memory and its disk beyond what is free", () => {
    const prices: FargatePrices = { currency: "USD", perVcpu: 100, perGb: 10, perStorageGb: 1, source: "an example" };
    assert.equal(pricePerHour(capacity(250, 512), prices), 30);
    assert.equal(pricePerHour(capacity(4000, 30 * 1024, 23), prices), 703);
  });

  it("of half a GB more is 1.62 dollars a month in Virginia", () => {
    const prices = listPricesOf("us-east-1");
    assert.ok(prices !== undefined);
    const [smaller, larger] = [pricePerHour(capacity(250, 512), prices), pricePerHour(capacity(250, 1024), prices)];
    assert.ok(smaller !== undefined && larger !== undefined);
    assert.equal(formatMoney(smaller * HOURS_PER_MONTH, "USD"), "$9.01");
    assert.equal(formatMoney((larger - smaller) * HOURS_PER_MONTH, "USD"), "$1.62");
  });

  it("is not known where the pod has more disk than is free and the price of disk is not known", () => {
    const prices: FargatePrices = { currency: "USD", perVcpu: 1, perGb: 1, perStorageGb: undefined, source: "" };
    assert.equal(pricePerHour(capacity(1000, 2048, 20), prices), 3);
    assert.equal(pricePerHour(capacity(1000, 2048, 21), prices), undefined);
  });

  it("grows from each size to the next of the same vCPUs, and from each to one with more vCPUs and as much memory", () => {
    for (const region of Object.keys(LIST_PRICES)) {
      const prices = listPricesOf(region);
      assert.ok(prices !== undefined);
      for (const size of FARGATE_SIZES)
        for (const other of FARGATE_SIZES)
          if (size !== other && size.milliCpu <= other.milliCpu && size.memoryMiB <= other.memoryMiB) {
            const price = pricePerHour(capacity(size.milliCpu, size.memoryMiB), prices);
            const otherPrice = pricePerHour(capacity(other.milliCpu, other.memoryMiB), prices);
            assert.ok(price !== undefined && otherPrice !== undefined && price < otherPrice);
          }
    }
  });
});

describe("list prices", () => {
  it("are unknown for a region that no source was found for, and for what is no region", () => {
    for (const region of ["eu-central-2", "", "moon-1", "constructor", "__proto__"])
      assert.equal(listPricesOf(region), undefined, region);
  });

  it("say for which region and month they are", () => {
    assert.equal(listPricesOf("eu-west-1")?.source, "eu-west-1, list prices of 2026-09");
  });

  for (const [region, { perVcpu, perGb, storage, source }] of Object.entries(LIST_PRICES))
    it(`of ${region} are of a size that prices have, and have a source that can be opened`, () => {
      assert.match(region, /^[a-z]{2}(-gov)?-[a-z]+-\d$/);
      assert.ok(perVcpu >= 0.04 && perVcpu <= 0.08, `${perVcpu}`);
      // AWS asks for a vCPU as much as for nine GB everywhere.
      assert.ok(perVcpu / perGb > 8.9 && perVcpu / perGb < 9.3, `${perVcpu / perGb}`);
      if (storage !== undefined) assert.ok(storage.perGb >= 0.0001 && storage.perGb <= 0.0002);
      for (const { text, url, month } of storage === undefined ? [source] : [source, storage.source]) {
        assert.ok(text.length > 0 && URL.canParse(url));
        assert.match(month ?? "2026-01", /^20\d\d-(0[1-9]|1[0-2])$/);
      }
    });
});

describe("money", () => {
  const sums: readonly (readonly [amount: number, currency: string, text: string])[] = [
    [1.6224, "USD", "$1.62"],
    [1.6224, "EUR", "1.62 EUR"],
    [-0.4, "USD", "-$0.40"],
    [-12, "CHF", "-12.00 CHF"],
    [0, "USD", "$0.00"],
    [-0, "USD", "$0.00"],
    [-0.004, "EUR", "0.00 EUR"],
    [1234.5, "USD", "$1234.50"],
    [1.825, "EUR", "1.83 EUR"],
    [1.825 - 1e-12, "EUR", "1.83 EUR"],
  ];
  for (const [amount, currency, text] of sums)
    it(`${Object.is(amount, -0) ? "-0" : amount} in ${currency} is ${text}`, () => {
      assert.equal(formatMoney(amount, currency), text);
    });

  it("has two decimals and no sign of nothing, whatever the amount", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), (amount) => {
        const text = formatMoney(amount, "USD");
        assert.match(text, /^-?\$\d+\.\d\d$/);
        assert.notEqual(text, "-$0.00");
      }),
    );
  });
});

function capacity(milliCpu: number, memoryMiB: number, ephemeralStorageGiB = 20): FargateCapacity {
  return { size: { milliCpu, memoryMiB }, ephemeralStorageGiB, isNearStep: false };
}
