/** The keys and certificates that belong to a moment, each by the time from which on it does its service. */
export interface CertificateGenerations {
  /** The authority that signs, by the year with which it began to. */
  signing: number;
  /** The authorities to trust, the older one first: the one that signs, and the one before or after it. */
  trusted: readonly [number, number];
  /** The serving certificate, by the month with which its half-year began: `2026-07`. */
  serving: string;
}

/** How long a serving certificate is valid. Two half-years, so that an update leaves half a year at least. */
export const SERVING_CERTIFICATE_DAYS = 365;

/** How long an authority is valid: the eight years in which it is trusted, and a reserve. */
export const AUTHORITY_DAYS = 10 * 365;

/** How long an authority signs: 2024 to 2027, 2028 to 2031 and so on. */
const SIGNING_YEARS = 4;

/**
 * The generations at a moment, in UTC. An authority is trusted for two years before it signs and for two years after, so
 * a webhook configuration always holds two, and no update depends on the order of its own steps:
 *
 * - when another authority signs, the API server has known it since the list last changed, two years ago or when the stack
 *   was made, and the list stays;
 * - when the list changes, one that does not sign goes, and one that does not sign yet comes.
 *
 * Only an update that comes more than two years after the last one may find both changed. The serving certificate had
 * then run out long before.
 */
export function certificateGenerations(now: Date): CertificateGenerations {
  const year = now.getUTCFullYear();
  const yearsSigned = year % SIGNING_YEARS;
  const signing = year - yearsSigned;
  return {
    signing,
    trusted: yearsSigned < SIGNING_YEARS / 2 ? [signing - SIGNING_YEARS, signing] : [signing, signing + SIGNING_YEARS],
    serving: `${year}-${now.getUTCMonth() < 6 ? "01" : "07"}`,
  };
}
