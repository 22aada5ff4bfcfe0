import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { Command } from "./binaries/kubernetes";

export interface KubectlOptions {
  /** Standard input, such as the manifests for `apply -f -`. */
  stdin?: string;
}

/** What makes kubectl talk to a cluster, and keep what it remembers of it beside its kubeconfig, which goes with it. */
export function kubectlVariables(kubeconfigFile: string): { KUBECONFIG: string; KUBECACHEDIR: string } {
  return { KUBECONFIG: kubeconfigFile, KUBECACHEDIR: join(dirname(kubeconfigFile), "kubectl-cache") };
}

/**
 * Runs kubectl and returns its standard output. Always asynchronous: the cluster's proxy and webhook live in this
 * process, and a call that blocks it would wait for itself.
 * @throws Error with kubectl's own message where it fails
 */
export async function runKubectl(
  kubectl: Command,
  kubeconfigFile: string,
  kubectlArguments: readonly string[],
  options: KubectlOptions = {},
): Promise<string> {
  const child = spawn(kubectl.command, [...kubectl.args, ...kubectlArguments], {
    env: { ...process.env, ...kubectlVariables(kubeconfigFile) },
    stdio: "pipe",
  });
  child.stdin.on("error", () => undefined); // kubectl may end without reading it; its exit code tells.
  child.stdin.end(options.stdin ?? "");
  const exitCode = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [output, errors, code] = await Promise.all([text(child.stdout), text(child.stderr), exitCode]);
  if (code !== 0) throw new Error(`kubectl ${kubectlArguments.join(" ")}: ${errors.trim()}`);
  return output;
}
