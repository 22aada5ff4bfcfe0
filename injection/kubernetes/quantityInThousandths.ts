import { remember } from "../remember";
import { parseQuantity } from "./quantity";

/**
 * A quantity in thousandths, as a number: for sums that are made for every pod. What is negative or cannot be read counts
 * as nothing, because the API server refuses it. A number with so many digits that it is not read here is taken by the
 * API server, and more than any machine has.
 */
export function quantityInThousandths(quantity: string | number): number {
  const text = String(quantity);
  return text.length > LONGEST_REMEMBERED ? readQuantity(text) : rememberedQuantity(text);
}

/** Pods write the same few quantities over and over. A longer text than any quantity is not kept. */
const REMEMBERED_QUANTITIES = 2_000;
const LONGEST_REMEMBERED = 40;
const rememberedQuantity = remember(REMEMBERED_QUANTITIES, readQuantity);

/** As far as Kubernetes counts. */
const MOST = 2 ** 63 * 1000;

function readQuantity(text: string): number {
  const quantity = parseQuantity(text);
  if (quantity === undefined) return Number.parseFloat(text) >= 1e18 ? MOST : 0;
  return Math.max(0, Number(quantity));
}
