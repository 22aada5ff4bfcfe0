import { join } from "node:path";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { PulumiEnvironment } from "../pulumi/pulumiEnvironment";
import { PulumiStack } from "../pulumi/pulumiStack";
import { LOCAL_WEBHOOK_IMAGE } from "../webhookProgram";

const ROOT = join(__dirname, "..", "..");

/** Sidecar templates by key, as YAML text. */
export type SidecarTemplates = Record<string, string>;

/** The project's own Pulumi program, set up to make a cluster with the injector, whose image is there. */
export function createDemonstrationStack(
  pulumi: PulumiEnvironment,
  sidecars: SidecarTemplates,
  onOutput: (text: string) => void,
): Promise<PulumiStack> {
  return PulumiStack.create(pulumi, {
    projectDirectory: ROOT,
    stackName: "demo",
    config: {
      "aws:region": "eu-west-1",
      publicAccessCidrs: ["81.2.69.142/32"],
      image: LOCAL_WEBHOOK_IMAGE,
      sidecars,
    },
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
