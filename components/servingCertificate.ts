import { X509Certificate } from "node:crypto";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { lateArgumentError } from "./argumentError";
import { certManagerCertificateManifest } from "./manifests/certManagerCertificate";
import { certManagerSecretManifest, servingSecretManifest } from "./manifests/servingSecret";
import { INJECTOR_NAME, webhookDnsName } from "./names";
import type { CertManagerIssuerArgs, ServingCertificateArgs } from "./sidecarInjectorArgs";
import { certificateProblems, type CertificatePems } from "./validation/certificatePems";
import { within } from "./validation/objectShape";
import { WebhookCertificates } from "./webhookCertificates";

/** The webhook's certificate in the cluster, and how the API server comes to trust it. */
export interface ServingCertificate {
  /** Secret of type `kubernetes.io/tls` for the Deployment to mount. */
  secretName: pulumi.Input<string>;
  /** Authorities for the webhook configuration, as PEM; undefined where cert-manager fills them in. */
  caBundle: pulumi.Output<string> | undefined;
  /** What the webhook configuration has to carry for that. */
  annotations: Record<string, pulumi.Input<string>>;
  /** When the certificate runs out, as ISO 8601 in UTC; undefined where cert-manager renews it in time. */
  expiresAt: pulumi.Output<string | undefined>;
  /** What has to be there before the pods that mount the Secret. */
  resource: pulumi.Resource;
}

/** Makes the certificate from the source that the arguments name. */
export function createServingCertificate(
  name: string,
  args: ServingCertificateArgs | undefined,
  namespace: pulumi.Output<string>,
  parent: pulumi.Resource,
): ServingCertificate {
  if (args?.certManagerIssuer !== undefined) {
    return requestedFromCertManager(name, args.certManagerIssuer, namespace, parent);
  }
  if (args?.certificate !== undefined) return broughtByUser(name, args, namespace, parent);
  return madeByStack(name, namespace, parent);
}

function madeByStack(name: string, namespace: pulumi.Output<string>, parent: pulumi.Resource): ServingCertificate {
  const certificates = new WebhookCertificates(
    `${name}-certificates`,
    { serviceName: INJECTOR_NAME, namespace },
    { parent },
  );
  const { caBundle, expiresAt, certPem, privateKeyPem } = certificates;
  return { caBundle, expiresAt, ...inSecret(name, namespace, certPem, privateKeyPem, parent) };
}

function broughtByUser(
  name: string,
  args: ServingCertificateArgs,
  namespace: pulumi.Output<string>,
  parent: pulumi.Resource,
): ServingCertificate {
  const pems = pulumi
    .all([args.caCertificate ?? "", args.certificate ?? "", pulumi.secret(args.privateKey ?? ""), namespace])
    .apply(([caCertificate = "", certificate = "", privateKey = "", namespaceName]) =>
      checkedPems({ caCertificate, certificate, privateKey }, namespaceName, parent),
    );
  // The certificates are no secret, though they were checked together with one.
  const { caCertificate, certificate } = pulumi.unsecret(pems);
  return {
    caBundle: caCertificate,
    expiresAt: certificate.apply((pem) => new X509Certificate(pem).validToDate.toISOString()),
    ...inSecret(name, namespace, certificate, pems.privateKey, parent),
  };
}

function checkedPems(pems: CertificatePems, namespace: string, component: pulumi.Resource): CertificatePems {
  const problems = certificateProblems(pems, webhookDnsName(namespace), new Date());
  if (problems.length === 0) return pems;
  throw lateArgumentError(
    component,
    problems.map((problem) => within("certificates", problem)),
  );
}

function inSecret(
  name: string,
  namespace: pulumi.Output<string>,
  certificate: pulumi.Output<string>,
  privateKey: pulumi.Output<string>,
  parent: pulumi.Resource,
): Pick<ServingCertificate, "secretName" | "annotations" | "resource"> {
  const manifest = servingSecretManifest(namespace, certificate, privateKey);
  const secret = new k8s.core.v1.Secret(`${name}-serving-certificate`, manifest, { parent });
  return { secretName: secret.metadata.name, annotations: {}, resource: secret };
}

/**
 * cert-manager leaves its Secret behind when its Certificate goes. So the Secret is the stack's: made empty before the
 * Certificate, for cert-manager to fill, and deleted after it.
 */
function requestedFromCertManager(
  name: string,
  issuer: CertManagerIssuerArgs,
  namespace: pulumi.Output<string>,
  parent: pulumi.Resource,
): ServingCertificate {
  const secret = new k8s.core.v1.Secret(`${name}-serving-certificate-secret`, certManagerSecretManifest(namespace), {
    parent,
    // From here on these are cert-manager's.
    ignoreChanges: ["data", "metadata.annotations", "metadata.labels"],
  });
  const secretName = secret.metadata.name;
  const certificate = new k8s.apiextensions.CustomResource(
    `${name}-serving-certificate`,
    certManagerCertificateManifest(namespace, secretName, issuer),
    { parent },
  );
  return {
    secretName,
    caBundle: undefined,
    annotations: { "cert-manager.io/inject-ca-from": pulumi.interpolate`${namespace}/${INJECTOR_NAME}` },
    expiresAt: pulumi.output(undefined),
    resource: certificate,
  };
}
