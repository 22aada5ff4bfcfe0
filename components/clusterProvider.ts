import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Not fields of the components, because Pulumi's schema takes every field for an output, and a provider cannot be one. */
const providers = new WeakMap<pulumi.ComponentResource, k8s.Provider>();

/** Keeps the Kubernetes provider of a component that makes a cluster. */
export function keepClusterProvider(component: pulumi.ComponentResource, provider: k8s.Provider): void {
  providers.set(component, provider);
}

/** The provider that was kept. @throws Error for a component that was made in another program. */
export function clusterProvider(component: pulumi.ComponentResource): k8s.Provider {
  const provider = providers.get(component);
  if (provider === undefined) throw new Error("only a cluster that this program makes has a provider");
  return provider;
}
