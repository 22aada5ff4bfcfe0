import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { shareInProportion, type Claim, type SharedRoom } from "../../../injection/fargate/shareInProportion";

const MIB = 2 ** 20;

describe("those who share a room", () => {
  it("get all that they ask for where it is large enough", () => {
    assert.deepEqual(shared([claim(30), claim(20)], 50), [30, 20]);
  });

  it("get the same part of what they ask for where it is not", () => {
    assert.deepEqual(shared([claim(300), claim(100)], 100), [75, 25]);
  });

  it("get at least their least, and the others what that leaves", () => {
    assert.deepEqual(shared([claim(100, 60), claim(100, 30), claim(100)], 120), [60, 30, 30]);
  });

  it("get whole units, and the first of them what rounding leaves over", () => {
    assert.deepEqual(shared([claim(10), claim(10), claim(10)], 20), [7, 7, 6]);
  });

  it("get parts of a unit only with their least, or with all that they ask for", () => {
    const claims = [claim(25, 24), claim(24), claim(3)];
    assert.deepEqual(shareInProportion(claims, [{ room: 40, members: [0, 1, 2] }], 10), [24, 10, 3]);
  });

  it("leave to those who have another room too what they cannot take", () => {
    const rooms = [
      { room: 20, members: [0, 1] },
      { room: 100, members: [1, 2] },
    ];
    assert.deepEqual(shareInProportion([claim(40), claim(40), claim(100)], rooms, 1), [10, 10, 90]);
  });
});

describe("whatever claims and rooms there may be, sharing", () => {
  it("overfills no room", () => {
    check((claims, rooms, unit) => {
      const amounts = shareInProportion(claims, rooms, unit);
      for (const { room, members } of rooms) assert.ok(sum(members, amounts) <= room);
    });
  });

  it("gives nobody less than the least, or more than was asked for", () => {
    check((claims, rooms, unit) => {
      for (const [index, amount] of shareInProportion(claims, rooms, unit).entries()) {
        const { asked = 0, least = 0 } = claims[index] ?? {};
        assert.ok(amount >= least && amount <= asked);
        assert.ok(amount % unit === 0 || amount === least || amount === asked);
      }
    });
  });

  it("gives less than was asked for only in a full room, in which nobody above the least has a greater part", () => {
    check((claims, rooms, unit) => {
      const amounts = shareInProportion(claims, rooms, unit);
      for (const [index, amount] of amounts.entries()) {
        const { asked = 0 } = claims[index] ?? {};
        if (amount >= asked) continue;
        // By rounding anyone may be off by a unit, down or up.
        const part = (amount + unit) / asked;
        const holds = rooms.some(
          ({ room, members }) =>
            members.includes(index) &&
            sum(members, amounts) + unit > room &&
            members.every((other) => {
              const { asked: othersAsked = 0, least: othersLeast = 0 } = claims[other] ?? {};
              const amountOfOther = amounts[other] ?? 0;
              return amountOfOther <= othersLeast || amountOfOther - unit <= part * othersAsked;
            }),
        );
        assert.ok(holds, `${index}`);
      }
    });
  });
});

const arbitraryUnit = fc.constantFrom(1, 10, MIB);

/** Rooms as a pod has them: each init container leaves one to the sidecars that started before it. */
const arbitrarySharing = fc
  .tuple(
    arbitraryUnit,
    fc.array(fc.tuple(fc.nat({ max: 1_000 }), fc.nat({ max: 999 }), fc.double({ min: 0, max: 1, noNaN: true })), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.array(fc.tuple(fc.nat({ max: 6 }), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 4 }),
  )
  .map(([unit, parts, ends]) => {
    const claims = parts.map(([units, more, part]): Claim => {
      const asked = units * unit + (more % unit);
      return { asked, least: Math.round(part * asked) };
    });
    const rooms = ends.map(([end, part]): SharedRoom => {
      const members = [...claims.keys()].slice(0, end);
      const least = members.reduce((total, index) => total + (claims[index]?.least ?? 0), 0);
      const asked = members.reduce((total, index) => total + (claims[index]?.asked ?? 0), 0);
      return { room: Math.round(least + part * (asked - least)), members };
    });
    return { claims, rooms, unit };
  });

function check(claim: (claims: readonly Claim[], rooms: readonly SharedRoom[], unit: number) => void): void {
  fc.assert(
    fc.property(arbitrarySharing, ({ claims, rooms, unit }) => {
      claim(claims, rooms, unit);
    }),
    { numRuns: 2_000 },
  );
}

function claim(asked: number, least = 0): Claim {
  return { asked, least };
}

/** What each gets where all are in one room. */
function shared(claims: readonly Claim[], room: number): readonly number[] {
  return shareInProportion(claims, [{ room, members: [...claims.keys()] }], 1);
}

function sum(members: readonly number[], amounts: readonly number[]): number {
  return members.reduce((total, index) => total + (amounts[index] ?? 0), 0);
}
