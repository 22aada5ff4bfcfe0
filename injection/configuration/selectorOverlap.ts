import type { LabelSelector } from "./labelSelector";

/** What a LabelSelector demands of each label, by its key. Labels that are not named may be anything. */
export type LabelDemands = ReadonlyMap<string, LabelDemand>;

interface LabelDemand {
  /** The values that it may have; undefined where any will do. */
  readonly allowed: ReadonlySet<string> | undefined;
  readonly forbidden: ReadonlySet<string>;
  readonly mustExist: boolean;
  readonly mustBeAbsent: boolean;
}

export function labelDemands(selector: LabelSelector): LabelDemands {
  const demands = new Map<string, LabelDemand>();
  const add = (key: string, demand: Partial<LabelDemand>): void => {
    const before = demands.get(key);
    const one = { ...NO_DEMAND, ...demand };
    demands.set(key, before === undefined ? one : both(before, one));
  };
  for (const [key, value] of Object.entries(selector.matchLabels ?? {}))
    add(key, { allowed: new Set([value]), mustExist: true });
  for (const { key, operator, values = [] } of selector.matchExpressions ?? [])
    switch (operator) {
      case "In":
        add(key, { allowed: new Set(values), mustExist: true });
        break;
      case "NotIn":
        add(key, { forbidden: new Set(values) });
        break;
      case "Exists":
        add(key, { mustExist: true });
        break;
      case "DoesNotExist":
        add(key, { mustBeAbsent: true });
        break;
    }
  return demands;
}

/** Tells whether some labels are what both demand. Each label is a matter of its own, so this is exact. */
export function selectorsOverlap(a: LabelDemands, b: LabelDemands): boolean {
  const [fewer, more] = a.size < b.size ? [a, b] : [b, a];
  for (const [key, demand] of fewer) if (!canBeMet(both(demand, more.get(key) ?? NO_DEMAND))) return false;
  for (const [key, demand] of more) if (!fewer.has(key) && !canBeMet(demand)) return false;
  return true;
}

const NO_DEMAND: LabelDemand = { allowed: undefined, forbidden: new Set(), mustExist: false, mustBeAbsent: false };

function both(a: LabelDemand, b: LabelDemand): LabelDemand {
  return {
    allowed: a.allowed === undefined ? b.allowed : b.allowed === undefined ? a.allowed : common(a.allowed, b.allowed),
    forbidden: new Set([...a.forbidden, ...b.forbidden]),
    mustExist: a.mustExist || b.mustExist,
    mustBeAbsent: a.mustBeAbsent || b.mustBeAbsent,
  };
}

function common(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...a].filter((value) => b.has(value)));
}

/** Of a label that may have any value but some, there is always one left. */
function canBeMet({ allowed, forbidden, mustExist, mustBeAbsent }: LabelDemand): boolean {
  if (!mustExist) return true;
  if (mustBeAbsent) return false;
  return allowed === undefined || [...allowed].some((value) => !forbidden.has(value));
}
