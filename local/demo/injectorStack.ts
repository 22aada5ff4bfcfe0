import { join } from "node:path";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { LocalCluster } from "../localCluster";
import type { PulumiEnvironment } from "../pulumi/pulumiEnvironment";
import { PulumiStack } from "../pulumi/pulumiStack";
import { LOCAL_WEBHOOK_IMAGE } from "../webhookProgram";

const ROOT = join(__dirname, "..", "..");

/** Sidecar templates by key, as YAML text. */
export type SidecarTemplates = Record<string, string>;

/** The project's own Pulumi program, set up to install the injector in the cluster. */
export function createInjectorStack(
  pulumi: PulumiEnvironment,
  cluster: LocalCluster,
  sidecars: SidecarTemplates,
  onOutput: (text: string) => void,
): Promise<PulumiStack> {
  return PulumiStack.create(pulumi, {
    projectDirectory: ROOT,
    stackName: "demo",
    config: { image: LOCAL_WEBHOOK_IMAGE, sidecars },
    secrets: { kubeconfig: cluster.kubeconfig },
    onOutput,
  });
}

/** A file of `examples/`. */
export function exampleFile(name: string): string {
  return join(ROOT, "examples", name);
}

/** The data of the ConfigMap in a file of `examples/`. */
export function readSidecars(file: string): SidecarTemplates {
  return (parse(readFileSync(file, "utf8")) as { data: SidecarTemplates }).data;
}
