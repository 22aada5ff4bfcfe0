import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";
import { followFiles, readText, type FileText } from "./followFiles";

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
export function readCertificate(files: CertificateFiles): Certificate {
  return certificateOf(files, readText(files.certificateFile), readText(files.keyFile));
}

/**
 * Calls back with the new certificate whenever the files change and belong together. Where they do not, `onFault` is
 * told why, and the next change may put it right.
 * @param used the certificate that was read from the files before.
 * @returns a function that stops following.
 */
export function followCertificate(
  files: CertificateFiles,
  used: Certificate,
  onChange: (certificate: Certificate) => void,
  onFault: (error: Error) => void,
): () => void {
  return followFiles([files.certificateFile, files.keyFile], [used.cert, used.key], ([cert = "", key = ""]) => {
    try {
      onChange(certificateOf(files, cert, key));
    } catch (error) {
      onFault(error instanceof Error ? error : new Error(String(error)));
    }
  });
}

function certificateOf({ certificateFile, keyFile }: CertificateFiles, cert: FileText, key: FileText): Certificate {
  if (cert instanceof Error) throw cert;
  if (key instanceof Error) throw key;
  const certificate = attempt(() => new X509Certificate(cert), `${certificateFile} holds no certificate in PEM form`);
  const privateKey = attempt(() => createPrivateKey(key), `${keyFile} holds no private key in PEM form`);
  if (!certificate.checkPrivateKey(privateKey)) throw new Error(`${keyFile} is not the key of ${certificateFile}`);
  // OpenSSL has the last word: it also reads the intermediate certificates, and refuses keys that are too weak.
  attempt(() => createSecureContext({ cert, key }), `${certificateFile} cannot be served`);
  return { cert, key, expiry: certificate.validToDate };
}

function attempt<Result>(work: () => Result, message: string): Result {
  try {
    return work();
  } catch (error) {
    throw new Error(`${message}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
