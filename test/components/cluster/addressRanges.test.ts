import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  addressCount,
  addressRangeProblem,
  contains,
  formatAddressRange,
  overlaps,
  parseAddressRange,
  partOf,
  type AddressRange,
} from "../../../components/cluster/addressRanges";

const arbitraryRange: fc.Arbitrary<AddressRange> = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefixLength]) => ({ first: address - (address % 2 ** (32 - prefixLength)), prefixLength }));

function range(text: string): AddressRange {
  const parsed = parseAddressRange(text);
  assert.ok(parsed !== undefined, `${text} is not a range`);
  return parsed;
}

describe("an address range", () => {
  it("is the same after it was written and read", () => {
    fc.assert(
      fc.property(arbitraryRange, (any) => {
        assert.deepEqual(parseAddressRange(formatAddressRange(any)), any);
      }),
    );
  });

  it("is read from the first address to the last, and from nothing to everything", () => {
    assert.deepEqual(parseAddressRange("0.0.0.0/0"), { first: 0, prefixLength: 0 });
    assert.deepEqual(parseAddressRange("255.255.255.255/32"), { first: 2 ** 32 - 1, prefixLength: 32 });
    assert.equal(addressCount(range("10.0.0.0/28")), 16);
  });

  for (const text of [
    "",
    "10.0.0.0",
    "10.0.0/16",
    "10.0.0.256/32",
    "10.0.0.0/33",
    "010.0.0.0/16",
    "10.0.0.0/016",
    "10.0.0.0/-1",
    " 10.0.0.0/16",
    "10.0.0.0/16\n",
    "10.0.0.1/16",
    "fd00::/8",
  ])
    it(`is not read from ${JSON.stringify(text)}`, () => {
      assert.equal(parseAddressRange(text), undefined);
    });

  it("contains itself and its parts, and overlaps with whatever it contains", () => {
    fc.assert(
      fc.property(arbitraryRange, arbitraryRange, (one, other) => {
        assert.ok(contains(one, one));
        assert.equal(overlaps(one, other), overlaps(other, one));
        // Ranges of powers of two either lie apart or one inside the other.
        assert.equal(overlaps(one, other), contains(one, other) || contains(other, one));
      }),
    );
  });

  it("does not overlap with its neighbour", () => {
    assert.equal(overlaps(range("10.0.0.0/17"), range("10.0.128.0/17")), false);
    assert.equal(contains(range("10.0.0.0/16"), range("10.1.0.0/32")), false);
    assert.equal(contains(range("10.0.0.0/17"), range("10.0.0.0/16")), false);
  });

  it("is divided into parts that lie side by side", () => {
    assert.equal(formatAddressRange(partOf(range("10.0.0.0/16"), 18, 3)), "10.0.192.0/18");
    assert.equal(formatAddressRange(partOf(range("192.168.7.0/24"), 28, 15)), "192.168.7.240/28");
  });
});

describe("addressRangeProblem", () => {
  const problem = (value: unknown): string | undefined => addressRangeProblem(value, [16, 28], "10.0.0.0/16");

  it("takes ranges of the sizes that are allowed", () => {
    assert.deepEqual(["10.0.0.0/16", "10.0.0.0/28"].map(problem), [undefined, undefined]);
  });

  it("says what a range looks like where there is none", () => {
    for (const value of ["10.0.0.0", 10, undefined, null, ["10.0.0.0/16"]])
      assert.match(problem(value) ?? "", / is not an IPv4 address range; give one such as "10\.0\.0\.0\/16"$/);
  });

  it("says which sizes are allowed", () => {
    assert.equal(problem("10.0.0.0/15"), '"10.0.0.0/15" is too large; give a range from /16 to /28');
    assert.equal(problem("10.0.0.0/29"), '"10.0.0.0/29" is too small; give a range from /16 to /28');
  });

  it("shows the range that a text with bits behind the prefix was meant to be", () => {
    assert.equal(problem("10.0.5.9/20"), '"10.0.5.9/20" does not begin where its range does; give "10.0.0.0/20"');
  });
});
