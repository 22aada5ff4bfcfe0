import type { Problem } from "../../injection/problem";
import { INJECTOR_NAME, webhookDnsName } from "../names";
import type { CertManagerIssuerArgs, ServingCertificateArgs, SidecarInjectorArgs } from "../sidecarInjectorArgs";
import { issuerKindProblem, issuerNameProblem, pemProblem } from "./argumentChecks";
import { certificateProblems } from "./certificatePems";
import { inputProblems, optionalObjectProblems, requiredInputProblems, type FieldsOf } from "./objectShape";

const PEM_ARGUMENTS = ["caCertificate", "certificate", "privateKey"] as const;

const CERTIFICATE_FIELDS: FieldsOf<ServingCertificateArgs> = {
  caCertificate: true,
  certificate: true,
  privateKey: true,
  certManagerIssuer: true,
};

const ISSUER_FIELDS: FieldsOf<CertManagerIssuerArgs> = { name: true, kind: true };

/** What is wrong with the source of the serving certificate: half-given, given twice, or not one that would serve. */
export function servingCertificateProblems(path: string, args: SidecarInjectorArgs, now: Date): Problem[] {
  return optionalObjectProblems(path, args.certificates, CERTIFICATE_FIELDS, (certificates) => [
    ...combinationProblems(certificates),
    ...PEM_ARGUMENTS.flatMap((field) => inputProblems(field, certificates[field], pemProblem)),
    ...knownPemProblems(certificates, args.namespace ?? INJECTOR_NAME, now),
    ...optionalObjectProblems("certManagerIssuer", certificates.certManagerIssuer, ISSUER_FIELDS, issuerProblems),
  ]);
}

function combinationProblems(certificates: ServingCertificateArgs): Problem[] {
  const missing = PEM_ARGUMENTS.filter((field) => certificates[field] === undefined);
  if (missing.length === PEM_ARGUMENTS.length) return [];
  const problems = missing.map((path): Problem => ({
    path,
    message: `is missing: ${PEM_ARGUMENTS.join(", ")} are given together or not at all`,
  }));
  if (certificates.certManagerIssuer !== undefined) {
    problems.push({ path: "certManagerIssuer", message: `cannot be given together with ${PEM_ARGUMENTS.join(", ")}` });
  }
  return problems;
}

function knownPemProblems(
  { caCertificate, certificate, privateKey }: ServingCertificateArgs,
  namespace: unknown,
  now: Date,
): Problem[] {
  if (typeof caCertificate !== "string" || typeof certificate !== "string" || typeof privateKey !== "string") return [];
  const dnsName = typeof namespace === "string" ? webhookDnsName(namespace) : undefined;
  return certificateProblems({ caCertificate, certificate, privateKey }, dnsName, now);
}

function issuerProblems(issuer: CertManagerIssuerArgs): Problem[] {
  return [
    ...requiredInputProblems("name", issuer.name, issuerNameProblem),
    ...inputProblems("kind", issuer.kind, issuerKindProblem),
  ];
}
