import { createPrivateKey, X509Certificate } from "node:crypto";
import { readFileSync, unwatchFile, watchFile } from "node:fs";

export interface CertificateFiles {
  /** PEM file with the serving certificate, followed by intermediate ones if any. */
  readonly certificateFile: string;
  /** PEM file with the certificate's private key. */
  readonly keyFile: string;
}

export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly expiry: Date;
}

/**
 * Reads a certificate and its key.
 * @throws Error with a sentence for the user where a file is missing, is no PEM, or the two do not belong together.
 */
export function readCertificate({ certificateFile, keyFile }: CertificateFiles): Certificate {
  const cert = readPem(certificateFile);
  const key = readPem(keyFile);
  const certificate = attempt(() => new X509Certificate(cert), `${certificateFile} holds no certificate in PEM form`);
  const privateKey = attempt(() => createPrivateKey(key), `${keyFile} holds no private key in PEM form`);
  if (!certificate.checkPrivateKey(privateKey)) throw new Error(`${keyFile} is not the key of ${certificateFile}`);
  return { cert, key, expiry: certificate.validToDate };
}

/** How often the files are looked at: a mounted Secret changes by a swap of links, which no file event tells. */
const LOOK_EVERY_MS = 1_000;

/**
 * Calls back with the new certificate whenever the files change and belong together. Two files that are written one
 * after the other do not belong together for a moment; that is told to `onFault`, and the next look finds them right.
 * @returns a function that stops following.
 */
export function followCertificate(
  files: CertificateFiles,
  onChange: (certificate: Certificate) => void,
  onFault: (error: Error) => void,
): () => void {
  const look = (): void => {
    try {
      onChange(readCertificate(files));
    } catch (error) {
      onFault(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const paths = [files.certificateFile, files.keyFile];
  for (const path of paths) watchFile(path, { interval: LOOK_EVERY_MS, persistent: false }, look);
  return () => {
    for (const path of paths) unwatchFile(path, look);
  };
}

function readPem(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function attempt<Result>(work: () => Result, message: string): Result {
  try {
    return work();
  } catch (error) {
    throw new Error(message, { cause: error });
  }
}
