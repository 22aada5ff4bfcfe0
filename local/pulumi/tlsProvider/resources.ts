import { createHash } from "node:crypto";
import { certificateRequest, locallySignedCertificate, selfSignedCertificate } from "./certificates";
import { keyPems, newPrivateKey } from "./keys";
import { numberOf, requiredText, textOf, type Properties } from "./properties";
import type { ResourceKind } from "./resourceInputs";

const KINDS: ReadonlyMap<string, ResourceKind> = new Map([
  ["tls:index/privateKey:PrivateKey", "PrivateKey"],
  ["tls:index/selfSignedCert:SelfSignedCert", "SelfSignedCert"],
  ["tls:index/certRequest:CertRequest", "CertRequest"],
  ["tls:index/locallySignedCert:LocallySignedCert", "LocallySignedCert"],
]);

/** Which resource a URN (`urn:pulumi:stack::project::parentType$type::name`) is of. */
export function resourceKind(urn: string): ResourceKind {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  const kind = KINDS.get(type);
  if (kind === undefined) throw new Error(`this stand-in for the tls provider has no resource ${type}`);
  return kind;
}

export interface CreatedResource {
  id: string;
  outputs: Properties;
}

/** Creates the key, request or certificate that the inputs describe. */
export async function createResource(kind: ResourceKind, inputs: Properties, now: Date): Promise<CreatedResource> {
  switch (kind) {
    case "PrivateKey": {
      const curve = textOf(inputs, "ecdsaCurve") ?? "";
      const key = await newPrivateKey(requiredText(inputs, "algorithm"), curve, numberOf(inputs, "rsaBits", 2048));
      const outputs = keyPems(key);
      return { id: fingerprint(outputs.publicKeyPem), outputs };
    }
    case "CertRequest": {
      const outputs = await certificateRequest(inputs);
      return { id: fingerprint(requiredText(outputs, "certRequestPem")), outputs };
    }
    case "SelfSignedCert": {
      const { serialNumber, outputs } = await selfSignedCertificate(inputs, now);
      return { id: serialNumber.toString(), outputs };
    }
    case "LocallySignedCert": {
      const { serialNumber, outputs } = await locallySignedCertificate(inputs, now);
      return { id: serialNumber.toString(), outputs };
    }
  }
}

/** Whether a certificate's last hours have come, in which upstream replaces it. */
export function isReadyForRenewal(state: Properties, now: Date): boolean {
  const end = textOf(state, "validityEndTime");
  if (end === undefined) return false;
  return now.getTime() >= Date.parse(end) - numberOf(state, "earlyRenewalHours", 0) * 3_600_000;
}

function fingerprint(pem: string): string {
  return createHash("sha1").update(pem).digest("hex");
}
