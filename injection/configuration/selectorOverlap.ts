import type { LabelSelector } from "./labelSelector";

/** What a LabelSelector demands of each label, by its key. Labels that are not named may be anything. */
export interface LabelDemands {
  /** Whether there are labels that meet them, which is not so where a selector contradicts itself. */
  readonly canBeMet: boolean;
  readonly byKey: ReadonlyMap<string, LabelDemand>;
}

interface LabelDemand {
  /** The values that it may have; undefined where any will do. */
  readonly allowed: ReadonlySet<string> | undefined;
  readonly forbidden: ReadonlySet<string>;
  readonly mustExist: boolean;
  readonly mustBeAbsent: boolean;
}

export function labelDemands({ matchLabels = {}, matchExpressions = [] }: LabelSelector): LabelDemands {
  const byKey = new Map<string, LabelDemand>();
  let canBeMet = true;
  const add = (key: string, demand: Partial<LabelDemand>): void => {
    const [before, more] = [byKey.get(key) ?? NO_DEMAND, { ...NO_DEMAND, ...demand }];
    canBeMet &&= areCompatible(before, more);
    byKey.set(key, both(before, more));
  };
  for (const [key, value] of Object.entries(matchLabels)) add(key, { allowed: new Set([value]), mustExist: true });
  for (const { key, operator, values = [] } of matchExpressions)
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
  return { canBeMet, byKey };
}

/** Tells whether some labels are what both demand. Each label is a matter of its own, so this is exact. */
export function selectorsOverlap(a: LabelDemands, b: LabelDemands): boolean {
  if (!a.canBeMet || !b.canBeMet) return false;
  for (const [key, demand] of a.byKey) {
    const other = b.byKey.get(key);
    if (other !== undefined && !areCompatible(demand, other)) return false;
  }
  return true;
}

const NO_DEMAND: LabelDemand = { allowed: undefined, forbidden: new Set(), mustExist: false, mustBeAbsent: false };

/** Of a label that may have any value but some, there is always one left. */
function areCompatible(a: LabelDemand, b: LabelDemand): boolean {
  if (!a.mustExist && !b.mustExist) return true;
  if (a.mustBeAbsent || b.mustBeAbsent) return false;
  const [allowed, other] = a.allowed === undefined ? [b.allowed, undefined] : [a.allowed, b.allowed];
  if (allowed === undefined) return true;
  for (const value of allowed)
    if (other?.has(value) !== false && !a.forbidden.has(value) && !b.forbidden.has(value)) return true;
  return false;
}

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
