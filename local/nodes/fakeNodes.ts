import type { V1Node } from "@kubernetes/client-node";
import { KUBERNETES_VERSION } from "../binaries/kubernetes";
import { COMPUTE_TYPE_LABEL, FARGATE_COMPUTE_TYPE } from "../controlPlane/schedulerConfiguration";

/** Port of a kubelet's own API, at the address of its node. */
export const KUBELET_PORT = 10250;

/** Annotation of the nodes on which kwok runs pods. */
export const FAKE_NODE_ANNOTATION = { key: "kwok.x-k8s.io/node", value: "fake" };

/** One node for all Fargate pods (EKS has one for each), with EKS's label and taint. */
const FARGATE_NODE = fakeNode("fargate-ip-10-97-0-1.ec2.internal", "10.97.0.1", FARGATE_COMPUTE_TYPE, [
  { key: COMPUTE_TYPE_LABEL, value: FARGATE_COMPUTE_TYPE, effect: "NoSchedule" },
]);

/** The node of a managed node group: for every pod that no Fargate profile selects. */
const EC2_NODE = fakeNode("ip-10-97-0-2.ec2.internal", "10.97.0.2", "ec2", []);

export const FAKE_NODES: readonly V1Node[] = [FARGATE_NODE, EC2_NODE];

function fakeNode(
  name: string,
  address: string,
  computeType: string,
  taints: { key: string; value: string; effect: string }[],
): V1Node {
  const resources = { cpu: "1000", memory: "1Ti", "ephemeral-storage": "10Ti", pods: "10000" };
  return {
    metadata: {
      name,
      annotations: { [FAKE_NODE_ANNOTATION.key]: FAKE_NODE_ANNOTATION.value },
      labels: {
        "kubernetes.io/hostname": name,
        "kubernetes.io/os": "linux",
        "kubernetes.io/arch": "amd64",
        "topology.kubernetes.io/zone": "local-1a",
        [COMPUTE_TYPE_LABEL]: computeType,
      },
    },
    spec: { taints },
    status: {
      addresses: [
        { type: "InternalIP", address },
        { type: "Hostname", address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: KUBELET_PORT } },
      capacity: resources,
      allocatable: resources,
      nodeInfo: {
        architecture: "amd64",
        operatingSystem: "linux",
        kubeletVersion: `v${KUBERNETES_VERSION}`,
        kubeProxyVersion: "",
        containerRuntimeVersion: "",
        kernelVersion: "",
        osImage: "",
        bootID: "",
        machineID: "",
        systemUUID: "",
      },
    },
  };
}
