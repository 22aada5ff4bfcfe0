/** Powers of ten, and of two. */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

/** A number as written: sign, digits before and after the point, and an exponent or a suffix. */
const FORM = /^([+-]?)(\d{0,18})(?:\.(\d{0,18}))?(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i)?)$/;

const GREATEST_EXPONENT = 18;

/** Where Kubernetes caps what is written with a power of two, in thousandths. */
const GREATEST_BINARY = (2n ** 63n - 1n) * 1000n;

/**
 * A Kubernetes quantity (`100m`, `1.5`, `64Mi`, `1e3`) in thousandths of its base unit, or undefined where it is none.
 * Parts of a thousandth are rounded away from zero, so that the numbers compare as what the API server makes of the
 * resources of a container. Beyond 18 digits on a side of the point, or an exponent of 18, a text counts as none: the
 * API server reads it, but is busy for minutes with `1e10000000`. Sources: the grammar in
 * k8s.io/apimachinery/pkg/api/resource; SetDefaults_ResourceList in k8s.io/kubernetes, pkg/apis/core/v1.
 */
export function parseQuantity(quantity: string | number): bigint | undefined {
  const match = FORM.exec(String(quantity));
  if (match === null) return undefined;
  const [, sign, whole = "", fraction = "", exponent, suffix = ""] = match;
  const digits = whole + fraction;
  const tens = Number(exponent ?? DECIMAL[suffix] ?? 0);
  if (digits === "" || Math.abs(tens) > GREATEST_EXPONENT) return undefined;
  const twos = BINARY[suffix];
  const thousandths = shift(BigInt(digits) << BigInt(twos ?? 0), tens + 3 - fraction.length);
  const size = twos !== undefined && thousandths > GREATEST_BINARY ? GREATEST_BINARY : thousandths;
  return sign === "-" ? -size : size;
}

/** A number that is not negative with its point moved to the right, or to the left and rounded up. */
function shift(number: bigint, places: number): bigint {
  if (places >= 0) return number * 10n ** BigInt(places);
  const divisor = 10n ** BigInt(-places);
  return (number + divisor - 1n) / divisor;
}
