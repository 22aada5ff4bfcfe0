import { existsSync, realpathSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { version as kubernetesSdkVersion } from "@pulumi/kubernetes/package.json";
import { version as pulumiSdkVersion } from "@pulumi/pulumi/package.json";
import { version as tlsSdkVersion } from "@pulumi/tls/package.json";
import { findProgram, programFolders } from "../binaries/findProgram";
import { kubernetesProvider, pulumiCli, type ObtainedProgram } from "../binaries/pulumi";
import { writeLauncher } from "../launcher";

/**
 * Puts a Pulumi installation together in the folder, which has the CLI as `bin/pulumi`, and gives the environment
 * variables that belong to it. An official one, a CLI on PATH that has its Node.js language host,
 * is used as it is: it downloads its plugins itself, into its own home. Else the CLI and the Kubernetes provider are
 * those on PATH or built here, and language host and tls provider are this project's.
 */
export async function installPulumi(
  directory: string,
  onProgress: (message: string) => void,
): Promise<Record<string, string>> {
  const cli = await pulumiCli(onProgress);
  await mkdir(join(directory, "bin"));
  await symlink(cli.file, join(directory, "bin", "pulumi"));
  if (await hasLanguageHost(cli)) {
    const home = process.env.PULUMI_HOME;
    return home === undefined ? {} : { PULUMI_HOME: home };
  }
  const home = join(directory, "home");
  await installPlugins(join(home, "plugins"), await kubernetesProvider(onProgress));
  return {
    PULUMI_HOME: home,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    // Only silences that the provider is older than the npm package, in every output: no newer one can be built.
    PULUMI_DEV: "true",
  };
}

async function hasLanguageHost(cli: ObtainedProgram): Promise<boolean> {
  if (cli.origin === "built") return false;
  const name = "pulumi-language-nodejs";
  if (existsSync(join(dirname(realpathSync(cli.file)), name))) return true;
  return (await findProgram({ name }, programFolders(process.env), () => undefined)) !== undefined;
}

/**
 * Fills the plugin cache of a Pulumi home. Plugins on PATH would do as well, but each brings a warning in every output.
 * The engine looks for the version of the npm package that registers a resource, so that is what each is called here.
 */
async function installPlugins(plugins: string, kubernetes: ObtainedProgram): Promise<void> {
  await installScript(plugins, "language", "nodejs", pulumiSdkVersion, runTypeScript("languageHost/main.ts"));
  await installScript(plugins, "resource", "tls", tlsSdkVersion, runTypeScript("tlsProvider/main.ts"));
  if (kubernetes.origin === "installed") return; // found on PATH, by the engine too
  const folder = await pluginFolder(plugins, "resource", "kubernetes", kubernetesSdkVersion);
  await symlink(kubernetes.file, join(folder, "pulumi-resource-kubernetes"));
}

async function installScript(
  plugins: string,
  kind: "language" | "resource",
  name: string,
  version: string,
  command: readonly string[],
): Promise<void> {
  const file = join(await pluginFolder(plugins, kind, name, version), `pulumi-${kind}-${name}`);
  await writeLauncher(file, command);
}

async function pluginFolder(plugins: string, kind: string, name: string, version: string): Promise<string> {
  const folder = join(plugins, `${kind}-${name}-v${version}`);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Command that runs a program of this folder; it works from any working directory. */
function runTypeScript(program: string): string[] {
  return [process.execPath, "--import", require.resolve("tsx"), join(__dirname, program)];
}
