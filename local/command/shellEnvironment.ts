import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { kubernetesCommands } from "../binaries/kubernetes";
import { kubectlVariables } from "../kubectl";
import { quoteForShell, writeLauncher } from "../launcher";
import { preparePulumi } from "../pulumi/pulumiEnvironment";

/** The stacks of a local cluster hold nothing worth a secret, and go with it. */
const PASSPHRASE = "local";

/**
 * Shell commands after which `kubectl` and `pulumi` work on the running cluster, with Pulumi's stacks in the cluster's
 * state folder. They are prepared once for each cluster.
 */
export async function shellEnvironment(kubeconfigFile: string, onProgress: (message: string) => void): Promise<string> {
  const directory = join(dirname(kubeconfigFile), "shell");
  const script = join(directory, "environment.sh");
  if (!existsSync(script)) {
    // One that was interrupted begins anew.
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory);
    const variables = await preparePulumi(directory, PASSPHRASE, onProgress);
    const { kubectl } = await kubernetesCommands(onProgress);
    await writeLauncher(join(directory, "bin", "kubectl"), [kubectl.command, ...kubectl.args]);
    const lines = Object.entries({ ...variables, ...kubectlVariables(kubeconfigFile) }).map(
      ([name, value]) => `export ${name}=${quoteForShell(value)}\n`,
    );
    await writeFile(`${script}.new`, lines.join(""), { mode: 0o600 });
    await rename(`${script}.new`, script);
  }
  return readFile(script, "utf8");
}
