import type { JsonObject } from "../json";
import type { AppMeshSettings } from "./appMeshSettings";
import { containerResources } from "./containerResources";
import { APP_MESH_PREFIX, PROXY_EGRESS_PORT, PROXY_INGRESS_PORT, PROXY_INIT_CONTAINER, PROXY_UID } from "./names";
import type { PodAnnotations } from "./podAnnotations";

/** What of a pod's traffic goes through the proxy, as `proxyinit` and the App Mesh CNI plugin both have to know it. */
export interface Interception {
  readonly appPorts: string;
  readonly egressIgnoredIPs: string;
  readonly egressIgnoredPorts: string;
  readonly ingressPort: string;
  readonly egressPort: string;
  readonly uid: number;
  readonly ipv6: boolean;
}

export function interceptionFor(
  { interception }: AppMeshSettings,
  annotations: PodAnnotations,
  appPorts: readonly number[],
): Interception {
  return {
    appPorts: appPorts.join(","),
    egressIgnoredIPs: (annotations.egressIgnoredIPs ?? interception.egressIgnoredIPs).join(","),
    egressIgnoredPorts: (annotations.egressIgnoredPorts ?? interception.egressIgnoredPorts).join(","),
    ingressPort: String(annotations.proxyIngressPort ?? PROXY_INGRESS_PORT),
    egressPort: String(annotations.proxyEgressPort ?? PROXY_EGRESS_PORT),
    uid: annotations.ignoredUID ?? PROXY_UID,
    ipv6: annotations.ipv6 ?? interception.ipv6,
  };
}

/** What the CNI plugin reads. The pod's own annotations stay, as in AWS's controller. */
export function cniAnnotations(interception: Interception, ownAnnotations: JsonObject): JsonObject {
  const wanted = {
    egressIgnoredIPs: interception.egressIgnoredIPs,
    egressIgnoredPorts: interception.egressIgnoredPorts,
    ports: interception.appPorts,
    sidecarInjectorWebhook: "enabled",
    ignoredUID: String(interception.uid),
    proxyEgressPort: interception.egressPort,
    proxyIngressPort: interception.ingressPort,
  };
  return Object.fromEntries(
    Object.entries(wanted)
      .map(([name, value]) => [`${APP_MESH_PREFIX}${name}`, value] as const)
      .filter(([key]) => !Object.hasOwn(ownAnnotations, key)),
  );
}

/**
 * The init container that redirects the traffic by iptables. It must be root for that, whatever user the pod as a whole
 * runs as.
 */
export function proxyInitContainer({ interception, resources }: AppMeshSettings, wanted: Interception): JsonObject {
  return {
    name: PROXY_INIT_CONTAINER,
    image: interception.image,
    securityContext: { capabilities: { add: ["NET_ADMIN"] }, runAsNonRoot: false, runAsUser: 0 },
    env: [
      { name: "APPMESH_START_ENABLED", value: "1" },
      { name: "APPMESH_IGNORE_UID", value: String(wanted.uid) },
      { name: "APPMESH_ENVOY_INGRESS_PORT", value: wanted.ingressPort },
      { name: "APPMESH_ENVOY_EGRESS_PORT", value: wanted.egressPort },
      { name: "APPMESH_APP_PORTS", value: wanted.appPorts },
      { name: "APPMESH_EGRESS_IGNORED_IP", value: wanted.egressIgnoredIPs },
      { name: "APPMESH_EGRESS_IGNORED_PORTS", value: wanted.egressIgnoredPorts },
      { name: "APPMESH_ENABLE_IPV6", value: wanted.ipv6 ? "1" : "0" },
    ],
    resources: containerResources(resources),
  };
}
