import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { InjectedFargateCluster, SidecarInjector } from "./components";
import { readStackConfiguration } from "./stackConfiguration";

// The whole stack, driven by stack configuration; Pulumi.yaml describes the keys.
const config = new pulumi.Config();
const stack = readStackConfiguration(config, "fargate", new Date());

const cluster = stack.kind === "newCluster" ? new InjectedFargateCluster("fargate", stack.args) : undefined;
const injector =
  stack.kind === "existingCluster"
    ? new SidecarInjector("fargate-sidecar-injector", stack.args, { provider: existingCluster() })
    : undefined;

export const kubeconfig = cluster?.kubeconfig;
export const clusterName = cluster?.clusterName;
export const fargateProfileNames = cluster?.fargateProfileNames;
export const imageDigest = cluster?.imageDigest;
export const namespace = injector?.namespace;
export const configMapName = injector?.configMapName;
export const serviceName = injector?.serviceName;
export const webhookConfigurationName = (cluster ?? injector)?.webhookConfigurationName;
export const certificateExpiresAt = (cluster ?? injector)?.certificateExpiresAt;

function existingCluster(): k8s.Provider {
  return new k8s.Provider("cluster", {
    kubeconfig: config.getSecret("kubeconfig"),
    context: config.get("context"),
    // Changes the sidecar configuration in place, so that there is no moment without it.
    enableConfigMapMutable: true,
  });
}
