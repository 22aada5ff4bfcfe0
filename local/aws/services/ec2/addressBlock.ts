/** A range of IPv4 addresses. */
export interface AddressBlock {
  first: number;
  last: number;
  /** Bits that all addresses share. */
  prefixLength: number;
}

/** Reads "10.0.0.0/16"; undefined where it is no such text, or where bits after the prefix are set. */
export function parseAddressBlock(text: string): AddressBlock | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefixLength = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((byte) => byte > 255) || prefixLength > 32) return undefined;
  const first = ((a * 256 + b) * 256 + c) * 256 + d;
  const size = 2 ** (32 - prefixLength);
  return first % size === 0 ? { first, last: first + size - 1, prefixLength } : undefined;
}

export function contains(outer: AddressBlock, inner: AddressBlock): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

export function overlap(one: AddressBlock, other: AddressBlock): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** Whether the block lies in one of these ranges. */
export function isWithin(block: AddressBlock, ranges: readonly string[]): boolean {
  return ranges.some((range) => {
    const outer = parseAddressBlock(range);
    return outer !== undefined && contains(outer, block);
  });
}

/** The ranges for networks of one's own. Source: RFC 1918. */
export const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];
