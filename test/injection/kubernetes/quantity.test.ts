import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseQuantity } from "../../../injection/kubernetes/quantity";

describe("a quantity", () => {
  const quantities: readonly (readonly [text: string | number, value: number])[] = [
    ["0", 0],
    ["250m", 0.25],
    ["700m", 0.7],
    ["0.7", 0.7],
    [0.5, 0.5],
    [2, 2],
    ["+1", 1],
    ["-1.5", -1.5],
    [".5", 0.5],
    ["5.", 5],
    ["100n", 1e-7],
    ["1500u", 0.0015],
    ["1k", 1000],
    ["1M", 1e6],
    ["2E", 2e18],
    ["1e3", 1000],
    ["12E-1", 1.2],
    ["1Ki", 1024],
    ["1.5Mi", 1572864],
    ["64Gi", 68719476736],
  ];
  for (const [text, value] of quantities)
    it(`${text} is ${value}`, () => {
      assert.equal(parseQuantity(text), value);
    });

  for (const text of ["", "m", "1 Gi", "64MB", "1K", "1mi", "0x10", "1e", "1.2.3", "--1", "1_000", "Infinity", NaN])
    it(`${JSON.stringify(text)} is none`, () => {
      assert.equal(parseQuantity(text), undefined);
    });
});
