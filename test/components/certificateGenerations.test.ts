import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  AUTHORITY_DAYS,
  certificateGenerations,
  SERVING_CERTIFICATE_DAYS,
} from "../../components/certificateGenerations";

const DAY_MS = 24 * 60 * 60 * 1000;

const anyTime = fc.date({ min: new Date("2020-01-01"), max: new Date("2400-01-01"), noInvalidDate: true });
const anyYear = fc.integer({ min: 2020, max: 2400 });

const daysAfter = (time: Date, days: number): Date => new Date(time.getTime() + days * DAY_MS);
const days = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / DAY_MS;

describe("the generations of certificates", () => {
  it("are named by the years and the half-year with which they begin", () => {
    assert.deepEqual(certificateGenerations(new Date("2026-11-21")), {
      signing: 2024,
      trusted: [2024, 2028],
      serving: "2026-07",
    });
    assert.deepEqual(certificateGenerations(new Date("2028-01-01")), {
      signing: 2028,
      trusted: [2024, 2028],
      serving: "2028-01",
    });
  });

  it("are always two trusted authorities, the one that signs among them", () => {
    fc.assert(
      fc.property(anyTime, (now) => {
        const { signing, trusted } = certificateGenerations(now);
        assert.equal(new Set(trusted).size, 2);
        assert.ok(trusted.includes(signing));
        assert.ok(trusted[0] < trusted[1]);
      }),
    );
  });

  it("let an authority be trusted for two years before it signs and for two years after", () => {
    const twoYears = fc.double({ min: -2 * 365, max: 2 * 365, noNaN: true });
    fc.assert(
      fc.property(anyTime, twoYears, (now, distance) => {
        const { signing } = certificateGenerations(now);
        assert.ok(certificateGenerations(daysAfter(now, distance)).trusted.includes(signing));
      }),
    );
  });

  it("never change the authority that signs and the trusted ones at the same moment", () => {
    fc.assert(
      fc.property(anyYear, fc.constantFrom("01", "07"), (year, month) => {
        const begin = new Date(`${year}-${month}-01T00:00:00Z`);
        const before = certificateGenerations(new Date(begin.getTime() - 1));
        const after = certificateGenerations(begin);
        assert.notEqual(after.serving, before.serving);
        assert.ok(after.signing === before.signing || after.trusted.join() === before.trusted.join());
      }),
    );
  });

  it("stay the same within a half-year", () => {
    fc.assert(
      fc.property(anyTime, (now) => {
        assert.deepEqual(certificateGenerations(now), certificateGenerations(halfYearOf(now)));
      }),
    );
  });

  it("leave a serving certificate 181 days at least after every update", () => {
    fc.assert(
      fc.property(anyTime, (now) => {
        const earliestEnd = daysAfter(halfYearOf(now), SERVING_CERTIFICATE_DAYS);
        assert.ok(days(now, earliestEnd) >= 181);
      }),
    );
  });

  it("let no serving certificate outlive the authority that has signed it", () => {
    fc.assert(
      fc.property(anyTime, (now) => {
        const { signing } = certificateGenerations(now);
        const firstTrusted = new Date(`${signing - 2}-01-01T00:00:00Z`);
        assert.ok(!certificateGenerations(new Date(firstTrusted.getTime() - 1)).trusted.includes(signing));
        assert.ok(days(firstTrusted, now) + SERVING_CERTIFICATE_DAYS < AUTHORITY_DAYS);
      }),
    );
  });
});

function halfYearOf(now: Date): Date {
  return new Date(`${certificateGenerations(now).serving}-01T00:00:00Z`);
}
