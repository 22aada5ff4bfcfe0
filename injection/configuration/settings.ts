import type { FargatePrices } from "../fargate/fargatePrices";
import { isJsonObject, type JsonObject, type JsonValue } from "../json";
import type { LintLevels } from "../lint/lintRule";
import { SETTINGS_KEY } from "../names";
import { checkUnknownFields, isGiven } from "./commonRules";
import { parseLintLevels } from "./lintLevels";
import { describeValue, wrongType, type Report } from "../problem";
import type { PricesFormat, SettingsFormat } from "./settingsFormat";

/** What holds for all templates of a sidecar configuration: its key `_settings`. */
export interface Settings {
  /** Levels of lint rules that differ from the rules' own. */
  readonly lint: LintLevels;
  /** Prices in the place of list prices. */
  readonly prices: FargatePrices | undefined;
}

export const NO_SETTINGS: Settings = { lint: new Map(), prices: undefined };

const FIELDS: Readonly<Record<keyof SettingsFormat, true>> = { lint: true, prices: true };

/** Reads the settings. They are good only where nothing was reported. */
export function parseSettings(value: JsonValue, report: Report): Settings {
  if (value === null) return NO_SETTINGS;
  if (!isJsonObject(value)) {
    report(SETTINGS_KEY, `must be a mapping with the fields lint and prices, but is ${describeValue(value)}`);
    return NO_SETTINGS;
  }
  checkUnknownFields(value, Object.keys(FIELDS), SETTINGS_KEY, report, "Settings");
  return {
    lint: parseLintLevels(value.lint, `${SETTINGS_KEY}.lint`, report),
    prices: parsePrices(value.prices, `${SETTINGS_KEY}.prices`, report),
  };
}

/** Tells whether a template holds nothing but settings, so that it is likely to stand under the wrong key. */
export function isLikeSettings(template: JsonObject): boolean {
  const fields = Object.keys(template);
  return fields.length > 0 && fields.every((field) => Object.hasOwn(FIELDS, field));
}

const PRICES_FIELDS: Readonly<Record<keyof PricesFormat, true>> = {
  currency: true,
  perVcpu: true,
  perGb: true,
  perStorageGb: true,
};

function parsePrices(value: JsonValue | undefined, path: string, report: Report): FargatePrices | undefined {
  if (!isGiven(value)) return undefined;
  if (!isJsonObject(value)) {
    report(path, `must be a mapping, but is ${describeValue(value)}`);
    return undefined;
  }
  checkUnknownFields(value, Object.keys(PRICES_FIELDS), path, report);
  const { currency } = value;
  const isCurrency = typeof currency === "string" && /^[A-Z]{3}$/.test(currency);
  if (!isGiven(currency)) report(`${path}.currency`, "is missing");
  else if (!isCurrency)
    report(
      `${path}.currency`,
      `must be a code of three capital letters such as USD, but is ${describeValue(currency)}`,
    );
  return {
    currency: isCurrency ? currency : "",
    perVcpu: parsePrice(value.perVcpu, `${path}.perVcpu`, report),
    perGb: parsePrice(value.perGb, `${path}.perGb`, report),
    perStorageGb: parsePrice(value.perStorageGb, `${path}.perStorageGb`, report),
    source: path,
  };
}

/**
 * More than an hour costs in any currency. Without a bound the price of a large pod, and the sum of what is added, could
 * be infinite.
 */
const HIGHEST_PRICE_PER_HOUR = 1e9;

function parsePrice(value: JsonValue | undefined, path: string, report: Report): number {
  if (!isGiven(value)) report(path, "is missing");
  else if (typeof value !== "number") report(path, wrongType("a number", value));
  else if (value < 0) report(path, `must not be negative, but is ${value}`);
  else if (value > HIGHEST_PRICE_PER_HOUR)
    report(path, `must be at most ${HIGHEST_PRICE_PER_HOUR} an hour, but is ${value}`);
  else return value;
  return 0;
}
