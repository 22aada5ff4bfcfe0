import { isJsonArray, isJsonObject, objectsIn, type JsonObject } from "../json";
import { parseQuantity } from "../kubernetes/quantity";

/** Amounts by resource, in thousandths of its base unit. */
export type Amounts = ReadonlyMap<string, bigint>;

export type AmountKind = "requests" | "limits";

/** A container with its place in the pod: `spec.initContainers[0]`. */
export interface PlacedContainer {
  readonly path: string;
  readonly container: JsonObject;
}

/** Those that a LimitRange is for: not the ephemeral ones, which have no resources. */
export function containersOf({ spec }: JsonObject): readonly PlacedContainer[] {
  if (!isJsonObject(spec)) return [];
  return ["containers", "initContainers"].flatMap((list) => {
    const containers = spec[list];
    if (!isJsonArray(containers)) return [];
    return containers.flatMap((container, index) =>
      isJsonObject(container) ? [{ path: `spec.${list}[${index}]`, container }] : [],
    );
  });
}

/** What a container, or a pod as a whole, names. What is no quantity is left out: the API server refuses it. */
export function amountsOf({ resources }: JsonObject, kind: AmountKind): Amounts {
  return readAmounts(isJsonObject(resources) ? resources[kind] : undefined);
}

export function readAmounts(list: unknown): Amounts {
  if (!isJsonObject(list)) return new Map();
  return new Map(
    Object.entries(list).flatMap(([resource, quantity]) => {
      const amount = typeof quantity === "string" || typeof quantity === "number" ? parseQuantity(quantity) : undefined;
      return amount === undefined ? [] : [[resource, amount]];
    }),
  );
}

/** Resources that a pod as a whole can name; LimitRanges know of no others there. */
export const POD_RESOURCES = ["cpu", "memory"] as const;

/** What the pod asks for or is held to: what it names as a whole, and else what its containers sum up to. */
export function podAmounts({ spec }: JsonObject, kind: AmountKind): Amounts {
  if (!isJsonObject(spec)) return new Map();
  const named = amountsOf(spec, kind);
  const whole = POD_RESOURCES.flatMap((resource) => {
    const amount = named.get(resource);
    return amount === undefined ? [] : [[resource, amount] as const];
  });
  return new Map([...containerSum(spec, kind), ...whole]);
}

/**
 * All containers that run together, or what an init container needs beside the native sidecars before it, whichever is
 * more. A resource that none names is not there.
 */
export function containerSum(spec: JsonObject, kind: AmountKind): Amounts {
  let together = objectsIn(spec.containers).reduce<Amounts>(
    (sum, container) => merged(sum, amountsOf(container, kind), add),
    new Map(),
  );
  let native: Amounts = new Map();
  let starting: Amounts = new Map();
  for (const container of objectsIn(spec.initContainers)) {
    const own = amountsOf(container, kind);
    const atStart = merged(native, own, add);
    if (container.restartPolicy === "Always") {
      together = merged(together, own, add);
      native = atStart;
    }
    starting = merged(starting, atStart, larger);
  }
  return merged(together, starting, larger);
}

/** As Kubernetes writes it: `500m`, `1536Mi`. */
export function formatAmount(resource: string, thousandths: bigint): string {
  if (thousandths % 1000n !== 0n) return `${thousandths}m`;
  const whole = thousandths / 1000n;
  if (resource !== "memory" && resource !== "ephemeral-storage") return String(whole);
  const [suffix = "", size = 1n] = BINARY.find(([, unit]) => whole !== 0n && whole % unit === 0n) ?? [];
  return `${whole / size}${suffix}`;
}

const BINARY = [
  ["Ti", 2n ** 40n],
  ["Gi", 2n ** 30n],
  ["Mi", 2n ** 20n],
  ["Ki", 2n ** 10n],
] as const;

function merged(first: Amounts, second: Amounts, join: (a: bigint, b: bigint) => bigint): Amounts {
  const result = new Map(first);
  for (const [resource, amount] of second) {
    const other = first.get(resource);
    result.set(resource, other === undefined ? amount : join(other, amount));
  }
  return result;
}

const add = (a: bigint, b: bigint): bigint => a + b;
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
