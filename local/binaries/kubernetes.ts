import { join } from "node:path";
import { cachedBinary } from "./cachedBinary";
import { findProgram, programFolders, type WantedProgram } from "./findProgram";
import type { GoBinary } from "./goBinary";

/** Version of Kubernetes that is built, and for which the local cluster is written. */
export const KUBERNETES_VERSION = "1.36.3";

export type KubernetesComponent =
  "etcd" | "kube-apiserver" | "kube-controller-manager" | "kube-scheduler" | "kwok" | "kubectl";

/** How a program is started: the caller's own arguments come after `args`. */
export interface Command {
  command: string;
  args: string[];
}

/** All components in one program, chosen by its first argument. */
const KUBERNETES: GoBinary = {
  name: "kubernetes",
  description: `Kubernetes ${KUBERNETES_VERSION} (API server, controllers, scheduler, kubectl, etcd, kwok)`,
  buildMinutes: 5,
  moduleDirectory: join(__dirname, "..", "go", "kubernetes"),
  package: ".",
  variables: {
    "k8s.io/component-base/version.gitVersion": `v${KUBERNETES_VERSION}`,
    "k8s.io/component-base/version.gitMajor": "1",
    "k8s.io/component-base/version.gitMinor": "36",
  },
};

/** Control plane programs have to be of one minor version; kubectl may be one older or newer than the API server. */
const CONTROL_PLANE = { versionArguments: ["--version"], from: "1.36", before: "1.37" };
const WANTED: Record<KubernetesComponent, Omit<WantedProgram, "name">> = {
  etcd: { versionArguments: ["--version"], from: "3.6", before: "3.7" },
  "kube-apiserver": CONTROL_PLANE,
  "kube-controller-manager": CONTROL_PLANE,
  "kube-scheduler": CONTROL_PLANE,
  kwok: { versionArguments: ["--version"], from: "0.7", before: "0.9" },
  kubectl: { versionArguments: ["version", "--client"], from: "1.35", before: "1.38" },
};

/**
 * How to start each component of a local control plane. Programs in KUBEBUILDER_ASSETS or on PATH are used where their
 * version fits; what is missing is built with Go, once, and kept in the cache.
 * @throws Error that says what to install, where a build is needed and not possible.
 */
export async function kubernetesCommands(
  onProgress: (message: string) => void,
): Promise<Record<KubernetesComponent, Command>> {
  const folders = programFolders(process.env);
  let built: Promise<string> | undefined;
  const commandFor = async (component: KubernetesComponent): Promise<Command> => {
    const found = await findProgram({ name: component, ...WANTED[component] }, folders, onProgress);
    if (found !== undefined) return { command: found, args: [] };
    built ??= cachedBinary(KUBERNETES, onProgress);
    return { command: await built, args: [component] };
  };
  return {
    etcd: await commandFor("etcd"),
    "kube-apiserver": await commandFor("kube-apiserver"),
    "kube-controller-manager": await commandFor("kube-controller-manager"),
    "kube-scheduler": await commandFor("kube-scheduler"),
    kwok: await commandFor("kwok"),
    kubectl: await commandFor("kubectl"),
  };
}
