/** Powers of ten, and of two. */
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, "": 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };

/**
 * A Kubernetes quantity (`100m`, `1.5`, `64Mi`, `1e3`) as a number of its base unit, or undefined where it is none.
 * Equal quantities give equal numbers: `700m` and `0.7`. Source: the grammar in k8s.io/apimachinery/pkg/api/resource.
 */
export function parseQuantity(quantity: string | number): number | undefined {
  const match = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(String(quantity));
  if (match === null) return undefined;
  const [, digits = "", exponent, suffix = ""] = match;
  const twos = BINARY[suffix];
  if (twos !== undefined) return Number(digits) * 2 ** twos;
  return Number(`${digits}e${exponent ?? DECIMAL[suffix] ?? 0}`);
}
