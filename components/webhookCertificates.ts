import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { argumentError } from "./argumentError";
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
 * A certificate authority and a serving certificate for a webhook behind a Service. An update of the stack renews the
 * serving certificate in the last 90 days of its year. The authority lives for ten years, because its replacement and
 * that of the certificate in one update would leave a moment in which the API server trusts neither.
 */
export class WebhookCertificates extends pulumi.ComponentResource {
  /** The authorities to trust, as PEM: what a webhook configuration takes as `caBundle`, once it is base64. */
  public readonly caBundle: pulumi.Output<string>;
  /** The serving certificate, as PEM. */
  public readonly certPem: pulumi.Output<string>;
  /** The private key of the serving certificate, as PEM; a secret. */
  public readonly privateKeyPem: pulumi.Output<string>;

  constructor(name: string, args: WebhookCertificatesArgs, opts?: pulumi.ComponentResourceOptions) {
    const problems = objectProblems("", args, FIELDS, ({ serviceName, namespace }) => [
      ...requiredInputProblems("serviceName", serviceName, dnsLabelProblem),
      ...requiredInputProblems("namespace", namespace, dnsLabelProblem),
    ]);
    if (problems.length > 0) throw argumentError("WebhookCertificates", name, problems);
    super("fargate-sidecar-injector:index:WebhookCertificates", name, {}, opts);

    const authority = createAuthority(name, this);
    const serving = createServingCertificate(name, args, authority, this);

    this.caBundle = authority.certificate.certPem;
    this.certPem = serving.certificate.certPem;
    this.privateKeyPem = pulumi.secret(serving.key.privateKeyPem);
    this.registerOutputs({ caBundle: this.caBundle, certPem: this.certPem, privateKeyPem: this.privateKeyPem });
  }
}

const FIELDS: FieldsOf<WebhookCertificatesArgs> = { serviceName: true, namespace: true };

const HOURS_PER_DAY = 24;
const HOURS_PER_YEAR = 365 * HOURS_PER_DAY;

/** The provider's own default, P224, is refused by Node.js and Go. */
const KEY = { algorithm: "ECDSA", ecdsaCurve: "P256" };

interface Authority {
  key: tls.PrivateKey;
  certificate: tls.SelfSignedCert;
}

function createAuthority(name: string, parent: pulumi.Resource): Authority {
  const key = new tls.PrivateKey(`${name}-ca-key`, KEY, { parent });
  const certificate = new tls.SelfSignedCert(
    `${name}-ca`,
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: `${name} certificate authority` },
      isCaCertificate: true,
      // In snake case, against the documentation: https://github.com/pulumi/pulumi-tls/issues/151
      allowedUses: ["cert_signing", "crl_signing"],
      validityPeriodHours: 10 * HOURS_PER_YEAR,
      // No serving certificate outlives its authority.
      earlyRenewalHours: HOURS_PER_YEAR,
      // Tells authorities of the same name apart where an old and a new one are trusted together.
      setSubjectKeyId: true,
    },
    { parent },
  );
  return { key, certificate };
}

function createServingCertificate(
  name: string,
  { serviceName, namespace }: WebhookCertificatesArgs,
  authority: Authority,
  parent: pulumi.Resource,
): { key: tls.PrivateKey; certificate: tls.LocallySignedCert } {
  const key = new tls.PrivateKey(`${name}-key`, KEY, { parent });
  const host = pulumi.interpolate`${serviceName}.${namespace}.svc`;
  const request = new tls.CertRequest(
    `${name}-request`,
    {
      privateKeyPem: key.privateKeyPem,
      // Not the DNS name: a common name has 64 characters at most, and nobody looks at it.
      subject: { commonName: serviceName },
      dnsNames: [host, pulumi.interpolate`${host}.cluster.local`],
    },
    { parent },
  );
  const certificate = new tls.LocallySignedCert(
    `${name}-certificate`,
    {
      certRequestPem: request.certRequestPem,
      caPrivateKeyPem: authority.key.privateKeyPem,
      caCertPem: authority.certificate.certPem,
      // No key_encipherment: an ECDSA key cannot encipher (RFC 8813, section 3).
      allowedUses: ["digital_signature", "server_auth"],
      validityPeriodHours: HOURS_PER_YEAR,
      earlyRenewalHours: 90 * HOURS_PER_DAY,
    },
    { parent },
  );
  return { key, certificate };
}
