import { describeValue } from "../../injection/problem";

/** A range of IPv4 addresses in CIDR notation. */
export interface AddressRange {
  /** First address, as a number from 0 to 2³² - 1. */
  readonly first: number;
  /** Bits, 0 to 32, that all addresses of the range have in common. */
  readonly prefixLength: number;
}

/** The largest and the smallest range that is allowed, as lengths of their prefixes: `[16, 28]`. */
export type AllowedSizes = readonly [largest: number, smallest: number];

const PART = "(0|[1-9][0-9]{0,2})";
const NOTATION = new RegExp(`^${PART}\\.${PART}\\.${PART}\\.${PART}/(0|[1-9][0-9]?)$`);

/** The range that a text such as `10.0.0.0/16` stands for, or undefined where it has not that form or not its start. */
export function parseAddressRange(text: string): AddressRange | undefined {
  const read = readNotation(text);
  return read !== undefined && read.address === startOf(read).first ? startOf(read) : undefined;
}

/** The range as text: `10.0.0.0/16`. */
export function formatAddressRange({ first, prefixLength }: AddressRange): string {
  const parts = [24, 16, 8, 0].map((bits) => Math.floor(first / 2 ** bits) % 256);
  return `${parts.join(".")}/${prefixLength}`;
}

/** Number of addresses in the range. */
export function addressCount({ prefixLength }: Pick<AddressRange, "prefixLength">): number {
  return 2 ** (32 - prefixLength);
}

/** Whether the outer range has every address of the inner one. */
export function contains(outer: AddressRange, inner: AddressRange): boolean {
  return inner.first >= outer.first && endOf(inner) <= endOf(outer);
}

/** Whether an address is in both ranges. */
export function overlaps(one: AddressRange, other: AddressRange): boolean {
  return one.first < endOf(other) && other.first < endOf(one);
}

/** The part with the given index, from 0 on, of the equal ones that a range is divided into by a longer prefix. */
export function partOf(range: AddressRange, prefixLength: number, index: number): AddressRange {
  return { first: range.first + index * addressCount({ prefixLength }), prefixLength };
}

/**
 * What is wrong with a value that should be an IPv4 address range within the allowed sizes, and what would be right.
 * Bits behind the prefix are refused, not cleared: whoever wrote them meant another range than AWS would take.
 */
export function addressRangeProblem(
  value: unknown,
  [largest, smallest]: AllowedSizes,
  example: string,
): string | undefined {
  const read = typeof value === "string" ? readNotation(value) : undefined;
  if (read === undefined) return `${describeValue(value)} is not an IPv4 address range; give one such as "${example}"`;
  const range = startOf(read);
  const { prefixLength } = range;
  if (prefixLength < largest || prefixLength > smallest) {
    const fault = prefixLength < largest ? "too large" : "too small";
    return `"${String(value)}" is ${fault}; give a range from /${largest} to /${smallest}`;
  }
  if (read.address === range.first) return undefined;
  return `"${String(value)}" does not begin where its range does; give "${formatAddressRange(range)}"`;
}

function readNotation(text: string): { address: number; prefixLength: number } | undefined {
  const [a = 256, b = 256, c = 256, d = 256, prefixLength = 33] = NOTATION.exec(text)?.slice(1).map(Number) ?? [];
  if (Math.max(a, b, c, d) > 255 || prefixLength > 32) return undefined;
  return { address: ((a * 256 + b) * 256 + c) * 256 + d, prefixLength };
}

function startOf({ address, prefixLength }: { address: number; prefixLength: number }): AddressRange {
  return { first: address - (address % addressCount({ prefixLength })), prefixLength };
}

/** The first address behind the range. */
function endOf(range: AddressRange): number {
  return range.first + addressCount(range);
}
