/** One of those that share: how much it asks for, and the least that it is given. */
export interface Claim {
  readonly asked: number;
  readonly least: number;
}

/** Some of those that share, by their index, and the room that they have together. */
export interface SharedRoom {
  readonly room: number;
  readonly members: readonly number[];
}

/**
 * Gives each as large a part of what it asks for as the rooms allow, the same part to all that share a room; what would
 * come below its least is given that, at the cost of the others. Who is not in a full room is given more, up to what it
 * asks for. Amounts are multiples of the unit, rounded down, or the least, or all that was asked for; what rounding
 * leaves over is given out again by one unit each, in order. All figures are whole numbers, and the rooms must have
 * place for the least of each.
 */
export function shareInProportion(
  claims: readonly Claim[],
  rooms: readonly SharedRoom[],
  unit: number,
): readonly number[] {
  const exact = exactShares(claims, rooms);
  const amounts = claims.map(({ asked, least }, index) => {
    const share = exact[index] ?? asked;
    return share >= asked ? asked : Math.max(least, Math.floor(share / unit) * unit);
  });
  for (const [index, { asked }] of claims.entries()) {
    const amount = amounts[index] ?? 0;
    if (amount >= (exact[index] ?? 0)) continue;
    const more = Math.min(asked, (Math.floor(amount / unit) + 1) * unit);
    const fits = rooms.every(
      ({ room, members }) => !members.includes(index) || sumOf(members, amounts) + more - amount <= room,
    );
    if (fits) amounts[index] = more;
  }
  return amounts;
}

/**
 * Raises the part of all until a room is full, leaves those in it where they are, and goes on with the others: nobody
 * could be given more but at the cost of one who has no greater part.
 */
function exactShares(claims: readonly Claim[], rooms: readonly SharedRoom[]): readonly number[] {
  const shares = claims.map(({ asked }) => asked);
  const isOpen = claims.map(({ asked, least }) => least < asked);
  for (;;) {
    let part = 1;
    let fullest: SharedRoom | undefined;
    for (const shared of rooms) {
      const possible = largestPart(shared, claims, shares, isOpen);
      if (possible >= part) continue;
      part = possible;
      fullest = shared;
    }
    if (fullest === undefined) return shares;
    for (const index of fullest.members) {
      const claim = claims[index];
      if (claim === undefined || isOpen[index] !== true) continue;
      shares[index] = Math.max(claim.least, part * claim.asked);
      isOpen[index] = false;
    }
  }
}

/** The part of what they ask for at which those who are still open fill the room, or 1 where it holds all of it. */
function largestPart(
  { room, members }: SharedRoom,
  claims: readonly Claim[],
  shares: readonly number[],
  isOpen: readonly boolean[],
): number {
  let part = 1;
  // Whoever comes below its least at some part takes more than that part, which makes it smaller for the others.
  for (;;) {
    let left = room;
    let asked = 0;
    for (const index of members) {
      const claim = claims[index];
      if (claim === undefined) continue;
      if (isOpen[index] !== true) left -= shares[index] ?? 0;
      else if (claim.least < part * claim.asked) asked += claim.asked;
      else left -= claim.least;
    }
    if (asked === 0 || left / asked >= part) return part;
    part = left / asked;
  }
}

function sumOf(members: readonly number[], amounts: readonly number[]): number {
  let sum = 0;
  for (const index of members) sum += amounts[index] ?? 0;
  return sum;
}
