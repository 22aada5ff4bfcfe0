import { isObject } from "../shape";
import type { Properties } from "./structs";

export interface ProviderConfiguration {
  region?: string;
  /** For every resource that can have tags. */
  defaultTags: Readonly<Record<string, string>>;
}

/** Settings about credentials and how to reach AWS: there is nothing here that they could change. */
const WITHOUT_EFFECT = [
  "accessKey",
  "allowedAccountIds",
  "maxRetries",
  "profile",
  "retryMode",
  "secretKey",
  "skipCredentialsValidation",
  "skipMetadataApiCheck",
  "skipRegionValidation",
  "skipRequestingAccountId",
  "token",
  "version",
];

/**
 * Reads the provider's configuration, in which the engine sends everything but texts as JSON.
 * @throws Error for settings that the stand-in does not know
 */
export function providerConfiguration(properties: Properties): ProviderConfiguration {
  const { region, defaultTags, ...others } = properties;
  const unknown = Object.keys(others).find((name) => !WITHOUT_EFFECT.includes(name) && !name.startsWith("__"));
  if (unknown !== undefined)
    throw new Error(`this stand-in for the aws provider does not know the setting aws:${unknown}`);
  const tags = parsed(defaultTags);
  const entries = isObject(tags) && isObject(tags.tags) ? Object.entries(tags.tags) : [];
  return {
    ...(typeof region === "string" && region !== "" && { region }),
    defaultTags: Object.fromEntries(entries.map(([key, value]) => [key, String(value)])),
  };
}

function parsed(value: unknown): unknown {
  return typeof value === "string" && value !== "" ? JSON.parse(value) : value;
}
