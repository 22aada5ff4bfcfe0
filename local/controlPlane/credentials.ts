import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createCertificateAuthority, createTokenSigningKey, type CertificateAuthority } from "./certificateAuthority";
import { kubeconfigFor } from "./kubeconfig";

/** First address of the service network: what `kubernetes.default` resolves to. */
const KUBERNETES_SERVICE_ADDRESS = "10.96.0.1";

/** Keys, certificates and kubeconfigs of one control plane, as files that only their owner can read. */
export interface Credentials {
  authority: CertificateAuthority;
  file(name: CredentialFile): string;
  /** Kubeconfig text of a member of system:masters. */
  adminKubeconfig: string;
}

export type CredentialFile =
  | "ca.crt"
  | "apiserver.crt"
  | "apiserver.key"
  | "tokens.pub"
  | "tokens.key"
  | "admin.kubeconfig"
  | "controller-manager.kubeconfig"
  | "scheduler.kubeconfig";

export async function createCredentials(directory: string, server: string): Promise<Credentials> {
  const authority = await createCertificateAuthority("local-kubernetes-ca");
  const [apiserver, admin, controllerManager, scheduler, tokens] = await Promise.all([
    authority.issue({
      commonName: "kube-apiserver",
      dnsNames: ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"],
      ipAddresses: ["127.0.0.1", KUBERNETES_SERVICE_ADDRESS],
    }),
    authority.issue({ commonName: "admin", organization: "system:masters" }),
    authority.issue({ commonName: "system:kube-controller-manager" }),
    authority.issue({ commonName: "system:kube-scheduler" }),
    createTokenSigningKey(),
  ]);
  const adminKubeconfig = kubeconfigFor(server, authority.certificate, admin);
  const contents: Record<CredentialFile, string> = {
    "ca.crt": authority.certificate,
    "apiserver.crt": apiserver.certificate,
    "apiserver.key": apiserver.key,
    "tokens.pub": tokens.publicKey,
    "tokens.key": tokens.privateKey,
    "admin.kubeconfig": adminKubeconfig,
    "controller-manager.kubeconfig": kubeconfigFor(server, authority.certificate, controllerManager),
    "scheduler.kubeconfig": kubeconfigFor(server, authority.certificate, scheduler),
  };
  mkdirSync(directory, { recursive: true });
  for (const [name, content] of Object.entries(contents)) {
    writeFileSync(join(directory, name), content, { mode: 0o600 });
  }
  return { authority, adminKubeconfig, file: (name) => join(directory, name) };
}
