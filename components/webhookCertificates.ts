import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { argumentError } from "./argumentError";
import { AUTHORITY_DAYS, certificateGenerations, SERVING_CERTIFICATE_DAYS } from "./certificateGenerations";
import { dnsLabelProblem } from "./validation/argumentChecks";
import { objectProblems, requiredInputProblems, type FieldsOf } from "./validation/objectShape";

/** Arguments of WebhookCertificates. */
export interface WebhookCertificatesArgs {
  /**
   * Name of the Service that the API server calls.
   */
  serviceName: pulumi.Input<string>;

  /**
   * Namespace of the Service.
   */
  namespace: pulumi.Input<string>;
}

/**
 * Certificate authorities and a serving certificate for a webhook behind a Service. Which ones there are goes by the
 * date (UTC), so the first update of the stack in a half-year renews the serving certificate, and every update leaves it
 * half a year at least. Two authorities are trusted at any time, for two years before they sign and two years after:
 * another one signs only when the API server has long known it. Nothing is renewed while nobody updates the stack.
 */
export class WebhookCertificates extends pulumi.ComponentResource {
  /** The two authorities to trust, as PEM: what a webhook configuration takes as `caBundle`, once it is base64. */
  public readonly caBundle: pulumi.Output<string>;
  /** The serving certificate, as PEM. */
  public readonly certPem: pulumi.Output<string>;
  /** The private key of the serving certificate, as PEM; a secret. */
  public readonly privateKeyPem: pulumi.Output<string>;
  /** When the serving certificate runs out, as ISO 8601 in UTC: an update of the stack has to come before. */
  public readonly expiresAt: pulumi.Output<string>;

  constructor(name: string, args: WebhookCertificatesArgs, opts?: pulumi.ComponentResourceOptions) {
    const problems = objectProblems("", args, FIELDS, ({ serviceName, namespace }) => [
      ...requiredInputProblems("serviceName", serviceName, dnsLabelProblem),
      ...requiredInputProblems("namespace", namespace, dnsLabelProblem),
    ]);
    if (problems.length > 0) throw argumentError("WebhookCertificates", name, problems);
    super("fargate-sidecar-injector:index:WebhookCertificates", name, {}, opts);

    const { trusted, signing, serving } = certificateGenerations(new Date());
    const older = createAuthority(name, trusted[0], this);
    const newer = createAuthority(name, trusted[1], this);
    const signer = signing === trusted[0] ? older : newer;
    const { key, certificate } = createServingCertificate(name, serving, args, signer, this);

    this.caBundle = pulumi.concat(older.certificate.certPem, newer.certificate.certPem);
    this.certPem = certificate.certPem;
    this.privateKeyPem = pulumi.secret(key.privateKeyPem);
    this.expiresAt = certificate.validityEndTime.apply((time) => new Date(time).toISOString());
    this.registerOutputs({
      caBundle: this.caBundle,
      certPem: this.certPem,
      privateKeyPem: this.privateKeyPem,
      expiresAt: this.expiresAt,
    });
  }
}

const FIELDS: FieldsOf<WebhookCertificatesArgs> = { serviceName: true, namespace: true };

const HOURS_PER_DAY = 24;

/** The provider's own default, P224, is refused by Node.js and Go. */
const KEY = { algorithm: "ECDSA", ecdsaCurve: "P256" };

interface Authority {
  key: tls.PrivateKey;
  certificate: tls.SelfSignedCert;
}

/**
 * An authority of its generation, which is part of the names: a new generation is a new resource, and the old one goes
 * at the end of the update. The provider's own early renewal would replace an authority in one go, has been reported not
 * to come (https://github.com/pulumi/pulumi-tls/issues/39) and could never come first, so none is asked for.
 */
function createAuthority(name: string, year: number, parent: pulumi.Resource): Authority {
  const key = new tls.PrivateKey(`${name}-ca-key-${year}`, KEY, { parent });
  const certificate = new tls.SelfSignedCert(
    `${name}-ca-${year}`,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: `${name} certificate authority ${year}` },
      isCaCertificate: true,
      // In snake case, against the documentation: https://github.com/pulumi/pulumi-tls/issues/151
      allowedUses: ["cert_signing", "crl_signing"],
      validityPeriodHours: AUTHORITY_DAYS * HOURS_PER_DAY,
      // RFC 5280, section 4.2.1.2, wants it of every authority.
      setSubjectKeyId: true,
    },
    { parent },
  );
  return { key, certificate };
}

function createServingCertificate(
  name: string,
  generation: string,
  { serviceName, namespace }: WebhookCertificatesArgs,
  signer: Authority,
  parent: pulumi.Resource,
): { key: tls.PrivateKey; certificate: tls.LocallySignedCert } {
  const key = new tls.PrivateKey(`${name}-key-${generation}`, KEY, { parent });
  const host = pulumi.interpolate`${serviceName}.${namespace}.svc`;
  const request = new tls.CertRequest(
    `${name}-request-${generation}`,
    {
      privateKeyPem: key.privateKeyPem,
      // Not the DNS name: a common name has 64 characters at most, and nobody looks at it.
      subject: { commonName: serviceName },
      dnsNames: [host, pulumi.interpolate`${host}.cluster.local`],
    },
    { parent },
  );
  const certificate = new tls.LocallySignedCert(
    `${name}-certificate-${generation}`,
    {
      certRequestPem: request.certRequestPem,
      caPrivateKeyPem: signer.key.privateKeyPem,
      caCertPem: signer.certificate.certPem,
      // No key_encipherment: an ECDSA key cannot encipher (RFC 8813, section 3).
      allowedUses: ["digital_signature", "server_auth"],
      validityPeriodHours: SERVING_CERTIFICATE_DAYS * HOURS_PER_DAY,
    },
    { parent },
  );
  return { key, certificate };
}
