import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { lateArgumentError } from "./argumentError";
import { certManagerCertificateManifest } from "./manifests/certManagerCertificate";
import { servingSecretManifest } from "./manifests/servingSecret";
import { CERT_MANAGER_SECRET_NAME, INJECTOR_NAME, webhookDnsName } from "./names";
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
  const { caBundle, certPem, privateKeyPem } = new WebhookCertificates(
    `${name}-certificates`,
    { serviceName: INJECTOR_NAME, namespace },
    { parent },
  );
  return inSecret(name, namespace, certPem, privateKeyPem, caBundle, parent);
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
  // The authorities are no secret, though they were checked together with one.
  const caBundle = pulumi.unsecret(pems.caCertificate);
  return inSecret(name, namespace, pems.certificate, pems.privateKey, caBundle, parent);
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
  caBundle: pulumi.Output<string>,
  parent: pulumi.Resource,
): ServingCertificate {
  const manifest = servingSecretManifest(namespace, certificate, privateKey);
  const secret = new k8s.core.v1.Secret(`${name}-serving-certificate`, manifest, { parent });
  return { secretName: secret.metadata.name, caBundle, annotations: {}, resource: secret };
}

function requestedFromCertManager(
  name: string,
  issuer: CertManagerIssuerArgs,
  namespace: pulumi.Output<string>,
  parent: pulumi.Resource,
): ServingCertificate {
  const manifest = certManagerCertificateManifest(namespace, issuer);
  const certificate = new k8s.apiextensions.CustomResource(`${name}-serving-certificate`, manifest, { parent });
  return {
    secretName: CERT_MANAGER_SECRET_NAME,
    caBundle: undefined,
    annotations: { "cert-manager.io/inject-ca-from": pulumi.interpolate`${namespace}/${INJECTOR_NAME}` },
    resource: certificate,
  };
}
