import "reflect-metadata"; // needed by @peculiar/x509, before it is loaded
import type { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

/** A certificate and its private key, both PEM. */
export interface CertificateWithKey {
  certificate: string;
  key: string;
}

/** Who a certificate is for. Kubernetes reads the user's name from the common name and the groups from the organizations. */
export interface CertificateRequest {
  commonName: string;
  organization?: string;
  dnsNames?: readonly string[];
  ipAddresses?: readonly string[];
}

export interface CertificateAuthority extends CertificateWithKey {
  /** A certificate for servers and clients alike, valid as long as the authority's own. */
  issue(request: CertificateRequest): Promise<CertificateWithKey>;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const DAY_MS = 24 * 60 * 60 * 1000;
const VALID_DAYS = 30;

/** Makes a certificate authority for one local cluster: thrown away with it, and known to nobody else. */
export async function createCertificateAuthority(commonName: string): Promise<CertificateAuthority> {
  const keys = await generateKeys();
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + VALID_DAYS * DAY_MS) };
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [commonName] }],
    keys,
    signingAlgorithm: ALGORITHM,
    ...validity,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return {
    certificate: certificate.toString("pem"),
    key: await privateKeyPem(keys),
    async issue(request) {
      const leafKeys = await generateKeys();
      const leaf = await x509.X509CertificateGenerator.create({
        subject: [{ CN: [request.commonName] }, ...(request.organization ? [{ O: [request.organization] }] : [])],
        issuer: certificate.subject,
        publicKey: leafKeys.publicKey,
        signingKey: keys.privateKey,
        signingAlgorithm: ALGORITHM,
        ...validity,
        extensions: await leafExtensions(request, certificate),
      });
      return { certificate: leaf.toString("pem"), key: await privateKeyPem(leafKeys) };
    },
  };
}

async function leafExtensions(request: CertificateRequest, authority: x509.X509Certificate): Promise<x509.Extension[]> {
  const names: x509.JsonGeneralName[] = [
    ...(request.dnsNames ?? []).map((value) => ({ type: "dns" as const, value })),
    ...(request.ipAddresses ?? []).map((value) => ({ type: "ip" as const, value })),
  ];
  return [
    new x509.BasicConstraintsExtension(false, undefined, true),
    new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
    new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth, x509.ExtendedKeyUsage.clientAuth]),
    await x509.AuthorityKeyIdentifierExtension.create(authority),
    ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
  ];
}

/** The key pair with which the API server signs service account tokens, both halves PEM. */
export async function createTokenSigningKey(): Promise<{ privateKey: string; publicKey: string }> {
  const keys = await generateKeys();
  const publicKey = await crypto.subtle.exportKey("spki", keys.publicKey);
  return { privateKey: await privateKeyPem(keys), publicKey: x509.PemConverter.encode(publicKey, "PUBLIC KEY") };
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
}

async function privateKeyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
}
