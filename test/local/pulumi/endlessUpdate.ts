// A process of its own that updates a stack whose program never ends: `endlessUpdate.ts PROJECT_DIRECTORY`.
// Prints the folder of its Pulumi environment, then what Pulumi prints.
import { createPulumiEnvironment } from "../../../local/pulumi/pulumiEnvironment";
import { PulumiStack } from "../../../local/pulumi/pulumiStack";

async function updateEndlessly(projectDirectory: string): Promise<void> {
  const environment = await createPulumiEnvironment(() => undefined);
  process.stdout.write(`folder=${environment.directory}.\n`);
  const onOutput = (text: string) => process.stdout.write(text);
  await (await PulumiStack.create(environment, { projectDirectory, stackName: "test", onOutput })).up();
}

const [projectDirectory] = process.argv.slice(2);
if (projectDirectory === undefined) throw new Error("usage: endlessUpdate.ts PROJECT_DIRECTORY");
void updateEndlessly(projectDirectory);
