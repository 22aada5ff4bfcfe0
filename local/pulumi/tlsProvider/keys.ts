import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  webcrypto,
  type KeyObject,
  type webcrypto as WebCrypto,
} from "node:crypto";
import { promisify } from "node:util";

/** Curves by their names in @pulumi/tls: what OpenSSL and WebCrypto call them. WebCrypto has no P224. */
export const CURVES: ReadonlyMap<string, { openssl: string; web: string }> = new Map([
  ["P256", { openssl: "prime256v1", web: "P-256" }],
  ["P384", { openssl: "secp384r1", web: "P-384" }],
  ["P521", { openssl: "secp521r1", web: "P-521" }],
]);

/** A key pair with what a certificate generator wants to know of it. */
export interface SigningKeys {
  privateKey: WebCrypto.CryptoKey;
  publicKey: WebCrypto.CryptoKey;
  signingAlgorithm: { name: string; hash: string };
  /** The algorithm's name in @pulumi/tls. */
  keyAlgorithm: "RSA" | "ECDSA";
}

const generate = promisify(generateKeyPair);

/** A new private key. */
export async function newPrivateKey(algorithm: string, curve: string, rsaBits: number): Promise<KeyObject> {
  if (algorithm === "RSA") return (await generate("rsa", { modulusLength: rsaBits })).privateKey;
  const namedCurve = CURVES.get(curve)?.openssl;
  if (namedCurve === undefined) throw new Error(`ecdsaCurve: ${curve} is not supported`);
  return (await generate("ec", { namedCurve })).privateKey;
}

/** The PEM forms of a private key and of its public half, in the encodings that upstream uses. */
export function keyPems(key: KeyObject): Record<"privateKeyPem" | "privateKeyPemPkcs8" | "publicKeyPem", string> {
  const traditional = key.asymmetricKeyType === "rsa" ? "pkcs1" : "sec1";
  return {
    privateKeyPem: pem(key.export({ type: traditional, format: "pem" })),
    privateKeyPemPkcs8: pem(key.export({ type: "pkcs8", format: "pem" })),
    publicKeyPem: pem(createPublicKey(key).export({ type: "spki", format: "pem" })),
  };
}

/** Reads a private key from its PEM form. */
export async function signingKeys(privateKeyPem: string): Promise<SigningKeys> {
  const key = createPrivateKey(privateKeyPem);
  const algorithm = webAlgorithm(key);
  const pkcs8 = key.export({ type: "pkcs8", format: "der" });
  return {
    privateKey: await webcrypto.subtle.importKey("pkcs8", pkcs8, algorithm, true, ["sign"]),
    publicKey: await publicKeyOf(createPublicKey(key).export({ type: "spki", format: "der" })),
    signingAlgorithm: { name: algorithm.name, hash: "SHA-256" },
    keyAlgorithm: key.asymmetricKeyType === "rsa" ? "RSA" : "ECDSA",
  };
}

/** Reads a public key from its binary form (SubjectPublicKeyInfo). */
export async function publicKeyOf(spki: Buffer | ArrayBuffer): Promise<WebCrypto.CryptoKey> {
  const key = createPublicKey({ key: Buffer.from(new Uint8Array(spki)), format: "der", type: "spki" });
  return webcrypto.subtle.importKey("spki", spki, webAlgorithm(key), true, ["verify"]);
}

function webAlgorithm(key: KeyObject): { name: string; hash: string; namedCurve?: string } {
  if (key.asymmetricKeyType === "rsa") return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const name = key.asymmetricKeyDetails?.namedCurve;
  const curve = [...CURVES.values()].find(({ openssl }) => openssl === name);
  if (curve === undefined)
    throw new Error(`keys of type ${name ?? key.asymmetricKeyType ?? "unknown"} are not supported`);
  return { name: "ECDSA", hash: "SHA-256", namedCurve: curve.web };
}

function pem(text: string | Buffer): string {
  return text.toString();
}
