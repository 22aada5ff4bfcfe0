import { parse } from "yaml";
import { Json } from "./json";

/** Where a cluster's API server is. */
export interface KubernetesEndpoint {
  /** "https://127.0.0.1:6443" */
  endpoint: string;
  /** Certificate of its authority, as PEM in base64. */
  certificateAuthority: string;
}

/** A kubeconfig that leads to no cluster. */
export const KUBECONFIG_TO_NOWHERE = `apiVersion: v1
kind: Config
clusters: [{ name: nowhere, cluster: { server: "https://eks.invalid", certificate-authority-data: bm9uZQ== } }]
users: [{ name: nobody, user: {} }]
contexts: [{ name: nowhere, context: { cluster: nowhere, user: nobody } }]
current-context: nowhere
`;

/** Where a kubeconfig with a single cluster leads. */
export function kubernetesEndpoint(kubeconfig: string): KubernetesEndpoint {
  const cluster = new Json(parse(kubeconfig), "the kubeconfig").at("clusters").only.at("cluster");
  return {
    endpoint: cluster.at("server").text,
    certificateAuthority: cluster.at("certificate-authority-data").text,
  };
}
