import type { CertificateWithKey } from "./certificateAuthority";

/** A kubeconfig of one context, with everything inlined. It is JSON, which every reader of YAML takes. */
export function kubeconfigFor(server: string, certificateAuthority: string, client: CertificateWithKey): string {
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "local", cluster: { server, "certificate-authority-data": base64(certificateAuthority) } }],
    users: [
      {
        name: "local",
        user: { "client-certificate-data": base64(client.certificate), "client-key-data": base64(client.key) },
      },
    ],
    contexts: [{ name: "local", context: { cluster: "local", user: "local" } }],
    "current-context": "local",
  };
  return `${JSON.stringify(kubeconfig, null, 2)}\n`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
