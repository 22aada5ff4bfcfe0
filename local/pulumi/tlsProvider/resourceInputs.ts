import { isDeepStrictEqual } from "node:util";
import type { CheckFailure } from "@pulumi/pulumi/provider";
import { ALLOWED_USES } from "./allowedUses";
import { isUnknown, textOf, textsOf, type Properties } from "./properties";
import { CURVES } from "./keys";

export type ResourceKind = "PrivateKey" | "SelfSignedCert" | "CertRequest" | "LocallySignedCert";

const IDENTITY = ["subject", "dnsNames", "ipAddresses", "uris"];
const VALIDITY = ["allowedUses", "validityPeriodHours", "earlyRenewalHours"];
const AUTHORITY = ["isCaCertificate", "maxPathLength", "setSubjectKeyId"];

/** What each resource takes. Everything in the state beside these was worked out at creation. */
const INPUTS: Record<ResourceKind, readonly string[]> = {
  PrivateKey: ["algorithm", "rsaBits", "ecdsaCurve"],
  SelfSignedCert: ["privateKeyPem", ...IDENTITY, ...VALIDITY, ...AUTHORITY, "setAuthorityKeyId"],
  CertRequest: ["privateKeyPem", ...IDENTITY],
  LocallySignedCert: ["certRequestPem", "caCertPem", "caPrivateKeyPem", ...VALIDITY, ...AUTHORITY],
};

/** Upstream's defaults, which it also writes into the state. */
const DEFAULTS: Record<ResourceKind, Properties> = {
  PrivateKey: { rsaBits: 2048, ecdsaCurve: "P224" },
  SelfSignedCert: { earlyRenewalHours: 0, isCaCertificate: false, setSubjectKeyId: false, setAuthorityKeyId: false },
  CertRequest: {},
  LocallySignedCert: { earlyRenewalHours: 0, isCaCertificate: false, setSubjectKeyId: false },
};

/** The inputs with defaults for those that are not set. */
export function completeInputs(kind: ResourceKind, inputs: Properties): Properties {
  return { ...DEFAULTS[kind], ...inputs };
}

/** What is wrong with the inputs, as far as they are known. */
export function inputProblems(kind: ResourceKind, inputs: Properties): CheckFailure[] {
  const unknownNames = Object.keys(inputs).filter((name) => !INPUTS[kind].includes(name) && !name.startsWith("__"));
  const problems = unknownNames.map((property) => ({
    property,
    reason: "this stand-in for the tls provider does not know it",
  }));
  const wrongUses = textsOf(inputs, "allowedUses").filter((use) => !isUnknown(use) && !ALLOWED_USES.has(use));
  for (const use of wrongUses) {
    const known = [...ALLOWED_USES.keys()].join(", ");
    problems.push({ property: "allowedUses", reason: `"${use}" is not one of ${known}` });
  }
  if (kind === "PrivateKey") problems.push(...keyProblems(inputs));
  return problems;
}

function keyProblems(inputs: Properties): CheckFailure[] {
  const algorithm = textOf(inputs, "algorithm");
  const curve = textOf(inputs, "ecdsaCurve");
  if (isUnknown(algorithm) || algorithm === "RSA") return [];
  if (algorithm !== "ECDSA")
    return [{ property: "algorithm", reason: "this stand-in for the tls provider knows RSA and ECDSA" }];
  if (curve === undefined || isUnknown(curve) || CURVES.has(curve)) return [];
  return [
    {
      property: "ecdsaCurve",
      reason: `this stand-in for the tls provider knows ${[...CURVES.keys()].join(", ")}, not ${curve} (the default is P224)`,
    },
  ];
}

/** Names of the inputs that differ from those in the state. */
export function changes(kind: ResourceKind, state: Properties, inputs: Properties): string[] {
  return INPUTS[kind].filter((name) => !isDeepStrictEqual(state[name], inputs[name]));
}
