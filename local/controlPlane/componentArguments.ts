import type { Credentials } from "./credentials";

/** Service network; nothing listens in it, since the egress proxy does kube-proxy's work for the API server. */
const SERVICE_NETWORK = "10.96.0.0/16";

/**
 * The API server publishes its own address as the endpoint of `kubernetes.default`, and refuses a loopback one. This
 * one leads nowhere: programs in pods are told the loopback address by KUBERNETES_SERVICE_HOST.
 */
const ADVERTISED_ADDRESS = "10.100.0.1";

export function etcdArguments(dataDirectory: string, clientPort: number, peerPort: number): string[] {
  const clientUrl = `http://127.0.0.1:${clientPort}`;
  const peerUrl = `http://127.0.0.1:${peerPort}`;
  return [
    `--data-dir=${dataDirectory}`,
    `--listen-client-urls=${clientUrl}`,
    `--advertise-client-urls=${clientUrl}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
    "--unsafe-no-fsync",
    "--log-level=warn",
  ];
}

export function apiServerArguments(
  credentials: Credentials,
  ports: { apiServer: number; etcd: number },
  egressConfigurationFile: string,
): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcd}`,
    "--bind-address=127.0.0.1",
    `--secure-port=${ports.apiServer}`,
    `--advertise-address=${ADVERTISED_ADDRESS}`,
    `--tls-cert-file=${credentials.file("apiserver.crt")}`,
    `--tls-private-key-file=${credentials.file("apiserver.key")}`,
    `--client-ca-file=${credentials.file("ca.crt")}`,
    `--service-cluster-ip-range=${SERVICE_NETWORK}`,
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${credentials.file("tokens.pub")}`,
    `--service-account-signing-key-file=${credentials.file("tokens.key")}`,
    // Kubelets are reached by the addresses of their nodes, which mean something to the egress proxy; names do not.
    "--kubelet-preferred-address-types=InternalIP",
    `--kubelet-client-certificate=${credentials.file("apiserver.crt")}`,
    `--kubelet-client-key=${credentials.file("apiserver.key")}`,
    "--authorization-mode=Node,RBAC",
    "--allow-privileged=true",
    // Calls of webhooks and of aggregated APIs go to an endpoint's own address, and leave through the proxy.
    "--enable-aggregator-routing=true",
    `--egress-selector-config-file=${egressConfigurationFile}`,
  ];
}

/** The file that sends the API server's calls into the cluster to an HTTP CONNECT proxy behind a Unix socket. */
export function egressSelectorConfiguration(socket: string): string {
  return JSON.stringify({
    apiVersion: "apiserver.k8s.io/v1beta1",
    kind: "EgressSelectorConfiguration",
    egressSelections: [
      {
        name: "cluster",
        connection: { proxyProtocol: "HTTPConnect", transport: { uds: { udsName: socket } } },
      },
    ],
  });
}

export function controllerManagerArguments(credentials: Credentials): string[] {
  return [
    `--kubeconfig=${credentials.file("controller-manager.kubeconfig")}`,
    "--bind-address=127.0.0.1",
    "--secure-port=0",
    `--service-account-private-key-file=${credentials.file("tokens.key")}`,
    `--root-ca-file=${credentials.file("ca.crt")}`,
    "--use-service-account-credentials",
    "--leader-elect=false",
    // With the defaults the `default` service account, without which no pod is admitted, comes seconds later.
    "--kube-api-qps=500",
    "--kube-api-burst=1000",
  ];
}

export function schedulerArguments(configurationFile: string): string[] {
  return [`--config=${configurationFile}`, "--bind-address=127.0.0.1", "--secure-port=0"];
}
