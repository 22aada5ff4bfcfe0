import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { SIDECAR_CONFIG_MAP } from "../injection/names";
import { argumentError } from "./argumentError";
import { roleBindingManifest, roleManifest, serviceAccountManifest } from "./manifests/accessRights";
import { deploymentManifest } from "./manifests/deployment";
import { mutatingWebhookConfigurationManifest } from "./manifests/mutatingWebhookConfiguration";
import { namespaceManifest } from "./manifests/namespace";
import { podDisruptionBudgetManifest } from "./manifests/podDisruptionBudget";
import { serviceManifest } from "./manifests/service";
import { sidecarConfigMapManifest } from "./manifests/sidecarConfigMap";
import { validatingWebhookConfigurationManifest } from "./manifests/validatingWebhookConfiguration";
import { createServingCertificate } from "./servingCertificate";
import type { SidecarInjectorArgs } from "./sidecarInjectorArgs";
import { sidecarInjectorSettings } from "./sidecarInjectorSettings";
import { knownNamespaceProblems } from "./sidecarPreview";
import { validateSidecarInjectorArgs } from "./validation/validateSidecarInjectorArgs";
import { webhookReady } from "./webhookReady";

/**
 * The sidecar injector in a cluster: namespace, access rights, sidecar configuration, serving certificate, webhook and,
 * last of all, what makes the API server call it: the ValidatingWebhookConfiguration, which lets it refuse a wrong
 * sidecar configuration, and the MutatingWebhookConfiguration, which lets it change pods. Deletion goes the other way
 * round, so the API server never calls a webhook that is not there. A cluster holds one injector.
 *
 * A provider with `enableConfigMapMutable: true` changes the sidecar configuration in place. Any other replaces the
 * ConfigMap, and the webhook goes on with the last one in between.
 */
export class SidecarInjector extends pulumi.ComponentResource {
  /** Namespace of the injector. */
  public readonly namespace: pulumi.Output<string>;
  /** Name of the ConfigMap with the sidecar configuration. */
  public readonly configMapName: pulumi.Output<string>;
  /** Name of the MutatingWebhookConfiguration: deleting that object by hand switches the injector off at once. */
  public readonly webhookConfigurationName: pulumi.Output<string>;
  /** Name of the webhook's Service. */
  public readonly serviceName: pulumi.Output<string>;
  /** Authorities that the API server trusts for the webhook, as PEM; empty where cert-manager sees to it. */
  public readonly caBundle: pulumi.Output<string>;
  /**
   * When the webhook's certificate runs out, as ISO 8601 in UTC: an update of the stack has to come before. Undefined
   * where cert-manager renews it in time.
   */
  public readonly certificateExpiresAt: pulumi.Output<string | undefined>;
  /**
   * Comes a few seconds after the MutatingWebhookConfiguration, when every API server acts upon it: workloads of the
   * same stack are injected from the first pod on with `dependsOn: injector.ready`.
   */
  public readonly ready: pulumi.Output<k8s.admissionregistration.v1.MutatingWebhookConfiguration>;

  constructor(name: string, args: SidecarInjectorArgs, opts?: pulumi.ComponentResourceOptions) {
    const wrong = validateSidecarInjectorArgs(name, args, new Date());
    const problems = wrong.length > 0 ? wrong : knownNamespaceProblems(args);
    if (problems.length > 0) throw argumentError("SidecarInjector", name, problems);
    super("fargate-sidecar-injector:index:SidecarInjector", name, {}, opts);

    const settings = sidecarInjectorSettings(this, args);
    const child: pulumi.CustomResourceOptions = { parent: this };

    const ownNamespace = settings.createNamespace
      ? new k8s.core.v1.Namespace(`${name}-namespace`, namespaceManifest(settings.namespace), child)
      : undefined;
    const namespace = ownNamespace?.metadata.name ?? settings.namespace;

    const serviceAccount = new k8s.core.v1.ServiceAccount(
      `${name}-service-account`,
      serviceAccountManifest(namespace),
      child,
    );
    const role = new k8s.rbac.v1.Role(`${name}-role`, roleManifest(namespace), child);
    const roleBinding = new k8s.rbac.v1.RoleBinding(
      `${name}-role-binding`,
      roleBindingManifest(namespace, role.metadata.name, serviceAccount.metadata.name),
      child,
    );

    const configMap = settings.managedConfiguration
      ? new k8s.core.v1.ConfigMap(
          `${name}-sidecar-configuration`,
          sidecarConfigMapManifest(namespace, settings.templates),
          child,
        )
      : undefined;

    const certificate = createServingCertificate(name, args.certificates, namespace, this);

    const deployment = new k8s.apps.v1.Deployment(
      `${name}-webhook`,
      deploymentManifest({
        ...settings,
        namespace,
        serviceAccountName: serviceAccount.metadata.name,
        secretName: certificate.secretName,
      }),
      { ...child, dependsOn: present(roleBinding, configMap, certificate.resource) },
    );
    const service = new k8s.core.v1.Service(`${name}-service`, serviceManifest(namespace), child);
    const disruptionBudget = new k8s.policy.v1.PodDisruptionBudget(
      `${name}-disruption-budget`,
      podDisruptionBudgetManifest(namespace),
      child,
    );

    // Everything else first, so that the API server is told of the webhook last and forgets it first.
    const everythingElse = present(
      ownNamespace,
      serviceAccount,
      role,
      roleBinding,
      configMap,
      deployment,
      service,
      disruptionBudget,
    );
    const registration: pulumi.CustomResourceOptions = {
      ...child,
      ignoreChanges: certificate.caBundle === undefined ? ["webhooks[*].clientConfig.caBundle"] : [],
    };
    const validatingWebhookConfiguration = new k8s.admissionregistration.v1.ValidatingWebhookConfiguration(
      `${name}-validating-webhook-configuration`,
      validatingWebhookConfigurationManifest({ ...certificate, namespace }),
      { ...registration, dependsOn: everythingElse },
    );
    // The one for pods is the very last: who waits for it, as `ready` does, finds the whole injector at work, and a
    // destruction begins with it.
    const webhookConfiguration = new k8s.admissionregistration.v1.MutatingWebhookConfiguration(
      `${name}-webhook-configuration`,
      mutatingWebhookConfigurationManifest({ ...certificate, namespace, appMesh: settings.appMesh }),
      { ...registration, dependsOn: [...everythingElse, validatingWebhookConfiguration] },
    );

    this.namespace = namespace;
    this.configMapName = pulumi.output(SIDECAR_CONFIG_MAP);
    this.webhookConfigurationName = webhookConfiguration.metadata.name;
    this.serviceName = service.metadata.name;
    this.caBundle = certificate.caBundle ?? pulumi.output("");
    this.certificateExpiresAt = certificate.expiresAt;
    this.ready = webhookReady(webhookConfiguration);
    this.registerOutputs({
      namespace: this.namespace,
      configMapName: this.configMapName,
      webhookConfigurationName: this.webhookConfigurationName,
      serviceName: this.serviceName,
      caBundle: this.caBundle,
      certificateExpiresAt: this.certificateExpiresAt,
      ready: this.ready,
    });
  }
}

function present(...resources: readonly (pulumi.Resource | undefined)[]): pulumi.Resource[] {
  return resources.filter((resource) => resource !== undefined);
}
