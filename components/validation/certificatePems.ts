import { createPrivateKey, X509Certificate, type KeyObject } from "node:crypto";
import type { Problem } from "../../injection/problem";

/** A serving certificate that the user brings. */
export interface CertificatePems {
  caCertificate: string;
  certificate: string;
  privateKey: string;
}

/**
 * What would make the API server refuse the webhook's certificate: with `failurePolicy: Ignore` pods would go without
 * their sidecars and nobody would be told. `dnsName` is left out while the namespace is not known yet.
 */
export function certificateProblems(pems: CertificatePems, dnsName: string | undefined, now: Date): Problem[] {
  const authorities = readCertificates("caCertificate", pems.caCertificate);
  const chain = readCertificates("certificate", pems.certificate);
  const key = readPrivateKey(pems.privateKey);
  return [
    ...problemsIn(authorities),
    ...problemsIn(chain),
    ...problemsIn(key),
    ...("value" in authorities ? authorityProblems(authorities.value) : []),
    ...("value" in chain ? leafProblems(chain.value, dnsName, now) : []),
    ...("value" in chain && "value" in key ? keyProblems(chain.value, key.value) : []),
    ...("value" in chain && "value" in authorities ? trustProblems(chain.value, authorities.value) : []),
  ];
}

type Read<T> = { value: T } | { problem: Problem };
type Chain = readonly [X509Certificate, ...X509Certificate[]];

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

function readCertificates(path: string, pem: string): Read<Chain> {
  try {
    const [first, ...others] = (pem.match(PEM_CERTIFICATE) ?? []).map((block) => new X509Certificate(block));
    if (first !== undefined) return { value: [first, ...others] };
    return { problem: { path, message: 'is not PEM: it has no "-----BEGIN CERTIFICATE-----" block' } };
  } catch {
    return { problem: { path, message: "is not PEM: a certificate in it cannot be read" } };
  }
}

function readPrivateKey(pem: string): Read<KeyObject> {
  try {
    return { value: createPrivateKey(pem) };
  } catch {
    // The reason of OpenSSL is left out: it says nothing, and this text must not come to hold parts of a key.
    return { problem: { path: "privateKey", message: "is not PEM: a private key without a password is expected" } };
  }
}

function problemsIn<T>(read: Read<T>): Problem[] {
  return "problem" in read ? [read.problem] : [];
}

function authorityProblems(authorities: Chain): Problem[] {
  return authorities
    .filter((authority) => !authority.ca)
    .map(({ subject }) => ({ path: "caCertificate", message: `${inOneLine(subject)} is not a certificate authority` }));
}

function leafProblems([leaf]: Chain, dnsName: string | undefined, now: Date): Problem[] {
  const problems: Problem[] = [];
  // The API server ignores the subject's common name, as every program in Go does.
  if (dnsName !== undefined && leaf.checkHost(dnsName, { subject: "never" }) === undefined) {
    const names = leaf.subjectAltName ?? "none";
    problems.push({ path: "certificate", message: `is not valid for the DNS name ${dnsName}; its names are ${names}` });
  }
  if (leaf.validToDate < now) problems.push({ path: "certificate", message: `expired on ${leaf.validTo}` });
  if (leaf.validFromDate > now)
    problems.push({ path: "certificate", message: `is valid only from ${leaf.validFrom} on` });
  return problems;
}

function keyProblems([leaf]: Chain, key: KeyObject): Problem[] {
  return leaf.checkPrivateKey(key) ? [] : [{ path: "privateKey", message: "does not belong to the certificate" }];
}

/** A certificate of the chain has to be issued by one of the authorities, or to be one of them. */
function trustProblems(chain: Chain, authorities: Chain): Problem[] {
  const trusted = chain.some((certificate) =>
    authorities.some(
      (authority) =>
        certificate.fingerprint256 === authority.fingerprint256 ||
        (certificate.checkIssued(authority) && certificate.verify(authority.publicKey)),
    ),
  );
  if (trusted) return [];
  return [{ path: "caCertificate", message: "has not issued the certificate, so the API server would not trust it" }];
}

function inOneLine(subject: string): string {
  return subject.split("\n").join(", ");
}
