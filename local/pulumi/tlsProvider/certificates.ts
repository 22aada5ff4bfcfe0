import "reflect-metadata"; // needed by @peculiar/x509, before it is loaded
import { randomBytes, webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";
import { usageExtensions } from "./allowedUses";
import { publicKeyOf, signingKeys, type SigningKeys } from "./keys";
import { numberOf, recordOf, requiredText, textOf, textsOf, type Properties } from "./properties";

x509.cryptoProvider.set(webcrypto);

const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
const SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

/** Attributes of a subject: what X.509 calls each, in the order in which upstream writes them. */
const SUBJECT_ATTRIBUTES: readonly [input: string, attribute: string][] = [
  ["country", "C"],
  ["organization", "O"],
  ["organizationalUnit", "OU"],
  ["locality", "L"],
  ["province", "ST"],
  ["streetAddresses", "2.5.4.9"],
  ["postalCode", "2.5.4.17"],
  ["commonName", "CN"],
  ["serialNumber", "2.5.4.5"],
];

/** What a certificate resource works out at creation. */
export interface NewCertificate {
  serialNumber: bigint;
  outputs: Properties;
}

/** Issues a certificate that is signed by its own key. */
export async function selfSignedCertificate(inputs: Properties, now: Date): Promise<NewCertificate> {
  const keys = await signingKeys(requiredText(inputs, "privateKeyPem"));
  const terms = newTerms(inputs, now);
  const name = subjectName(recordOf(inputs.subject));
  if (inputs.isCaCertificate === true && name.length === 0)
    throw new Error("subject: a certificate authority needs at least one attribute");
  const authority =
    inputs.setAuthorityKeyId === true ? [await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey)] : [];
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...terms.parameters,
    name,
    keys,
    signingAlgorithm: keys.signingAlgorithm,
    extensions: [...(await certificateExtensions(inputs, keys.publicKey)), ...authority, ...alternativeNames(inputs)],
  });
  return issued(certificate, terms, keys);
}

/** Issues a certificate for a request, signed by an authority's key. Names come from the request alone. */
export async function locallySignedCertificate(inputs: Properties, now: Date): Promise<NewCertificate> {
  const request = new x509.Pkcs10CertificateRequest(requiredText(inputs, "certRequestPem"));
  const authority = new x509.X509Certificate(requiredText(inputs, "caCertPem"));
  const keys = await signingKeys(requiredText(inputs, "caPrivateKeyPem"));
  const terms = newTerms(inputs, now);
  const publicKey = await publicKeyOf(request.publicKey.rawData);
  const authorityKey = authority.getExtension<x509.SubjectKeyIdentifierExtension>(SUBJECT_KEY_IDENTIFIER);
  const certificate = await x509.X509CertificateGenerator.create({
    ...terms.parameters,
    subject: request.subjectName,
    issuer: authority.subjectName,
    publicKey,
    signingKey: keys.privateKey,
    signingAlgorithm: keys.signingAlgorithm,
    extensions: [
      ...(await certificateExtensions(inputs, publicKey)),
      ...(authorityKey === null ? [] : [new x509.AuthorityKeyIdentifierExtension(authorityKey.keyId)]),
      ...request.extensions.filter(({ type }) => type === SUBJECT_ALTERNATIVE_NAME),
    ],
  });
  return issued(certificate, terms, keys);
}

/** A request for a certificate. */
export async function certificateRequest(inputs: Properties): Promise<Properties> {
  const keys = await signingKeys(requiredText(inputs, "privateKeyPem"));
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subjectName(recordOf(inputs.subject)),
    keys,
    signingAlgorithm: keys.signingAlgorithm,
    extensions: alternativeNames(inputs),
  });
  return { certRequestPem: `${request.toString("pem")}\n`, keyAlgorithm: keys.keyAlgorithm };
}

interface Terms {
  serialNumber: bigint;
  parameters: { serialNumber: string; notBefore: Date; notAfter: Date };
}

function newTerms(inputs: Properties, now: Date): Terms {
  // Positive, as RFC 5280 wants it: the first bit is clear.
  const serialNumber = BigInt(`0x${randomBytes(16).toString("hex")}`) >> 1n;
  // X.509 times have no fractions of a second.
  const notBefore = new Date(Math.floor(now.getTime() / 1000) * 1000);
  const notAfter = new Date(notBefore.getTime() + numberOf(inputs, "validityPeriodHours", 0) * 3_600_000);
  return {
    serialNumber,
    parameters: { serialNumber: serialNumber.toString(16).padStart(32, "0"), notBefore, notAfter },
  };
}

function issued(certificate: x509.X509Certificate, terms: Terms, signedBy: SigningKeys): NewCertificate {
  return {
    serialNumber: terms.serialNumber,
    outputs: {
      certPem: `${certificate.toString("pem")}\n`,
      keyAlgorithm: signedBy.keyAlgorithm,
      readyForRenewal: false,
      validityStartTime: inSeconds(terms.parameters.notBefore),
      validityEndTime: inSeconds(terms.parameters.notAfter),
    },
  };
}

async function certificateExtensions(inputs: Properties, publicKey: webcrypto.CryptoKey): Promise<x509.Extension[]> {
  const isAuthority = inputs.isCaCertificate === true;
  const pathLength = numberOf(inputs, "maxPathLength", -1);
  return [
    new x509.BasicConstraintsExtension(isAuthority, pathLength < 0 ? undefined : pathLength, true),
    ...usageExtensions(textsOf(inputs, "allowedUses")),
    ...(isAuthority || inputs.setSubjectKeyId === true
      ? [await x509.SubjectKeyIdentifierExtension.create(publicKey)]
      : []),
  ];
}

function alternativeNames(inputs: Properties): x509.Extension[] {
  const names: x509.JsonGeneralNames = [
    ...textsOf(inputs, "dnsNames").map((value) => ({ type: "dns" as const, value })),
    ...textsOf(inputs, "ipAddresses").map((value) => ({ type: "ip" as const, value })),
    ...textsOf(inputs, "uris").map((value) => ({ type: "url" as const, value })),
  ];
  return names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names)];
}

function subjectName(subject: Properties): x509.JsonName {
  return SUBJECT_ATTRIBUTES.flatMap(([input, attribute]) => {
    const text = textOf(subject, input);
    const texts = text === undefined ? textsOf(subject, input) : [text];
    return texts.map((value) => ({ [attribute]: [value] }));
  });
}

/** As Go writes times: 2026-11-21T10:00:00Z. */
function inSeconds(time: Date): string {
  return time.toISOString().replace(".000Z", "Z");
}
