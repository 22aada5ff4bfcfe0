import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  InjectedFargateCluster,
  SidecarInjector,
  type InjectedFargateClusterArgs,
  type SidecarInjectorArgs,
} from "./components";
import { readStackConfiguration } from "./stack/stackConfiguration";

// The whole stack, driven by stack configuration; Pulumi.yaml describes the keys.
const config = new pulumi.Config();
const stack = readStackConfiguration(config, "fargate", new Date());

// The outputs of the stack.
export = stack.kind === "newCluster" ? newCluster(stack.args) : existingCluster(stack.args);

function newCluster(args: InjectedFargateClusterArgs): object {
  const { kubeconfig, clusterName, fargateProfileNames, imageDigest, webhookConfigurationName, certificateExpiresAt } =
    new InjectedFargateCluster("fargate", args);
  return { kubeconfig, clusterName, fargateProfileNames, imageDigest, webhookConfigurationName, certificateExpiresAt };
}

function existingCluster(args: SidecarInjectorArgs): object {
  const provider = new k8s.Provider("cluster", {
    kubeconfig: config.getSecret("kubeconfig"),
    context: config.get("context"),
    // Changes the sidecar configuration in place, so that there is no moment without it.
    enableConfigMapMutable: true,
  });
  const { namespace, configMapName, webhookConfigurationName, serviceName, certificateExpiresAt } = new SidecarInjector(
    "fargate-sidecar-injector",
    args,
    { provider },
  );
  return { namespace, configMapName, webhookConfigurationName, serviceName, certificateExpiresAt };
}
