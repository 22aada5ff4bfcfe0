import "reflect-metadata"; // needed by @peculiar/x509, before it is loaded
import * as x509 from "@peculiar/x509";

/** What a key may be used for: a bit of the key usage extension, or an entry of the extended one. */
export type AllowedUse = { keyUsage: x509.KeyUsageFlags } | { extendedKeyUsage: string };

/**
 * Upstream's names. The documentation of @pulumi/tls lists them in camelCase, which the real provider refuses as well
 * (pulumi-tls#151).
 */
export const ALLOWED_USES: ReadonlyMap<string, AllowedUse> = new Map<string, AllowedUse>([
  ["any_extended", { extendedKeyUsage: "2.5.29.37.0" }],
  ["cert_signing", { keyUsage: x509.KeyUsageFlags.keyCertSign }],
  ["client_auth", { extendedKeyUsage: "1.3.6.1.5.5.7.3.2" }],
  ["code_signing", { extendedKeyUsage: "1.3.6.1.5.5.7.3.3" }],
  ["content_commitment", { keyUsage: x509.KeyUsageFlags.nonRepudiation }],
  ["crl_signing", { keyUsage: x509.KeyUsageFlags.cRLSign }],
  ["data_encipherment", { keyUsage: x509.KeyUsageFlags.dataEncipherment }],
  ["decipher_only", { keyUsage: x509.KeyUsageFlags.decipherOnly }],
  ["digital_signature", { keyUsage: x509.KeyUsageFlags.digitalSignature }],
  ["email_protection", { extendedKeyUsage: "1.3.6.1.5.5.7.3.4" }],
  ["encipher_only", { keyUsage: x509.KeyUsageFlags.encipherOnly }],
  ["key_agreement", { keyUsage: x509.KeyUsageFlags.keyAgreement }],
  ["key_encipherment", { keyUsage: x509.KeyUsageFlags.keyEncipherment }],
  ["ocsp_signing", { extendedKeyUsage: "1.3.6.1.5.5.7.3.9" }],
  ["server_auth", { extendedKeyUsage: "1.3.6.1.5.5.7.3.1" }],
  ["timestamping", { extendedKeyUsage: "1.3.6.1.5.5.7.3.8" }],
]);

/** The certificate extensions that say so. */
export function usageExtensions(names: readonly string[]): x509.Extension[] {
  const uses = names.map((name) => ALLOWED_USES.get(name)).filter((use) => use !== undefined);
  const flags = uses.flatMap((use) => ("keyUsage" in use ? [use.keyUsage] : []));
  const extended = uses.flatMap((use) => ("extendedKeyUsage" in use ? [use.extendedKeyUsage] : []));
  return [
    ...(flags.length === 0 ? [] : [keyUsageExtension(flags)]),
    ...(extended.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension(extended)]),
  ];
}

function keyUsageExtension(flags: readonly x509.KeyUsageFlags[]): x509.Extension {
  const bits: x509.KeyUsageFlags = flags.reduce((sum, flag) => sum | flag);
  return new x509.KeyUsagesExtension(bits, true);
}
