import { existsSync, realpathSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { version as dockerBuildSdkVersion } from "@pulumi/docker-build/package.json";
import { version as awsSdkVersion } from "@pulumi/aws/package.json";
import { version as eksSdkVersion } from "@pulumi/eks/package.json";
import { version as kubernetesSdkVersion } from "@pulumi/kubernetes/package.json";
import { version as pulumiSdkVersion } from "@pulumi/pulumi/package.json";
import { version as tlsSdkVersion } from "@pulumi/tls/package.json";
import { dockerBuildProvider } from "../binaries/dockerBuild";
import { findProgram, programFolders } from "../binaries/findProgram";
import { kubernetesProvider, pulumiCli, type ObtainedProgram } from "../binaries/pulumi";
import { writeLauncher } from "../launcher";
import { recordedCommand } from "./providerProxy/recordedCommand";
import type { PulumiSurroundings } from "./pulumiSurroundings";

const AWS_PROVIDER = runTypeScript("../aws/provider/main.ts");
const EKS_PROVIDER = runTypeScript("eksProvider/main.ts");

/**
 * Puts a Pulumi installation together in the folder, which has the CLI as `bin/pulumi`, and gives the environment
 * variables that belong to it. An official one, a CLI on PATH that has its Node.js language host,
 * is used as it is: it downloads its plugins itself, into its own home. Else the CLI and the Kubernetes provider are
 * those on PATH or built here, and language host and tls provider are this project's.
 */
export async function installPulumi(
  directory: string,
  onProgress: (message: string) => void,
  surroundings: PulumiSurroundings,
): Promise<Record<string, string>> {
  const cli = await pulumiCli(onProgress);
  await mkdir(join(directory, "bin"));
  await symlink(cli.file, join(directory, "bin", "pulumi"));
  if (await hasLanguageHost(cli)) {
    const home = process.env.PULUMI_HOME;
    if (surroundings.aws !== undefined) await installStandInsOnPath(join(directory, "bin"), surroundings);
    return home === undefined ? {} : { PULUMI_HOME: home };
  }
  const home = join(directory, "home");
  await installPlugins(directory, home, await kubernetesProvider(onProgress), onProgress, surroundings);
  return {
    PULUMI_HOME: home,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Only silences that the provider is older than the npm package, in every output: no newer one can be built.
    PULUMI_DEV: "true",
  };
}

/** The engine takes a plugin on PATH before one that it has downloaded, whatever its version. */
async function installStandInsOnPath(bin: string, { recorder }: PulumiSurroundings): Promise<void> {
  for (const [name, command] of [
    ["aws", AWS_PROVIDER],
    ["eks", EKS_PROVIDER],
  ] as const)
    await writeLauncher(
      join(bin, `pulumi-resource-${name}`),
      recorder === undefined ? command : recordedCommand(command),
    );
}

async function hasLanguageHost(cli: ObtainedProgram): Promise<boolean> {
  if (cli.origin === "built") return false;
  const name = "pulumi-language-nodejs";
  if (existsSync(join(dirname(realpathSync(cli.file)), name))) return true;
  return (await findProgram({ name }, programFolders(process.env), () => undefined)) !== undefined;
}

/**
 * Fills the plugin cache of the Pulumi home. Plugins on PATH would do as well, but each brings a warning in every output.
 * The engine looks for the version of the npm package that registers a resource, so that is what each is called here.
 */
async function installPlugins(
  directory: string,
  home: string,
  kubernetes: ObtainedProgram,
  onProgress: (message: string) => void,
  { aws, recorder, buildkit }: PulumiSurroundings,
): Promise<void> {
  const plugins = join(home, "plugins");
  await installCommand(plugins, "language", "nodejs", pulumiSdkVersion, runTypeScript("languageHost/main.ts"));
  const install = (name: string, version: string, command: readonly string[]): Promise<void> =>
    installCommand(plugins, "resource", name, version, recorder === undefined ? command : recordedCommand(command));
  const installProgram = async (name: string, version: string, { file, origin }: ObtainedProgram): Promise<void> => {
    if (origin === "built") await install(name, version, [file]);
    // One on PATH comes before the plugin cache, and `bin` before the user's PATH.
    else if (recorder !== undefined)
      await writeLauncher(join(directory, "bin", `pulumi-resource-${name}`), recordedCommand([file]));
  };
  await install("tls", tlsSdkVersion, runTypeScript("tlsProvider/main.ts"));
  if (aws !== undefined) {
    await install("aws", awsSdkVersion, AWS_PROVIDER);
    await install("eks", eksSdkVersion, EKS_PROVIDER);
  }
  await installProgram("kubernetes", kubernetesSdkVersion, kubernetes);
  if (buildkit !== undefined)
    await installProgram("docker-build", dockerBuildSdkVersion, await dockerBuildProvider(onProgress));
}

async function installCommand(
  plugins: string,
  kind: "language" | "resource",
  name: string,
  version: string,
  command: readonly string[],
): Promise<void> {
  const folder = join(plugins, `${kind}-${name}-v${version}`);
  await mkdir(folder, { recursive: true });
  await writeLauncher(join(folder, `pulumi-${kind}-${name}`), command);
}

/** Command that runs a program of this folder; it works from any working directory. */
function runTypeScript(program: string): string[] {
  return [process.execPath, join(__dirname, "..", "runTypeScript.cjs"), join(__dirname, program)];
}
