import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cacheDirectory, isWritable } from "./cacheDirectory";
import { compareVersions } from "./version";

const run = promisify(execFile);

/**
 * The environment in which `go` builds for this machine, whatever the user's own settings are; proxies, checksum
 * database and toolchain choice stay the user's.
 * @throws Error that says what to install, where Go is missing or older than go.mod asks for.
 */
export async function goEnvironment(
  moduleDirectory: string,
  userEnvironment: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> {
  const cache = cacheDirectory(userEnvironment);
  const environment = { ...userEnvironment, CGO_ENABLED: "0", GO111MODULE: "on", GOWORK: "off" };
  const needed = neededVersion(moduleDirectory);
  const settings = await goSettings(needed, moduleDirectory, environment);
  if (compareVersions(settings.GOVERSION, needed) < 0) {
    throw new Error(
      `Go ${needed} or newer is needed for a build, but \`go\` is ${settings.GOVERSION} (GOTOOLCHAIN=${settings.GOTOOLCHAIN}). ` +
        adviceFor(needed),
    );
  }
  return {
    ...environment,
    GOOS: settings.GOHOSTOS,
    GOARCH: settings.GOHOSTARCH,
    // A user without a home folder that can be written has no place for Go's own caches either.
    GOCACHE: isWritable(settings.GOCACHE) ? settings.GOCACHE : join(cache, "go-build"),
    GOMODCACHE: isWritable(settings.GOMODCACHE) ? settings.GOMODCACHE : join(cache, "go-modules"),
  };
}

const SETTING_NAMES = ["GOVERSION", "GOTOOLCHAIN", "GOHOSTOS", "GOHOSTARCH", "GOCACHE", "GOMODCACHE"] as const;
type GoSettings = Record<(typeof SETTING_NAMES)[number], string>;

async function goSettings(needed: string, directory: string, environment: NodeJS.ProcessEnv): Promise<GoSettings> {
  try {
    const { stdout } = await run("go", ["env", ...SETTING_NAMES], { cwd: directory, env: environment });
    const [GOVERSION = "", GOTOOLCHAIN = "", GOHOSTOS = "", GOHOSTARCH = "", GOCACHE = "", GOMODCACHE = ""] =
      stdout.split("\n");
    return { GOVERSION, GOTOOLCHAIN, GOHOSTOS, GOHOSTARCH, GOCACHE, GOMODCACHE };
  } catch (cause) {
    const reason =
      cause instanceof Error && "code" in cause && cause.code === "ENOENT" ? "was not found" : "does not run";
    throw new Error(`Go ${needed} or newer is needed for a build, but \`go\` ${reason}. ${adviceFor(needed)}`, {
      cause,
    });
  }
}

function adviceFor(needed: string): string {
  return (
    `Install Go ${needed} or newer (https://go.dev/doc/install), or put the finished programs on PATH: ` +
    "etcd, kube-apiserver, kube-controller-manager, kube-scheduler, kubectl and kwok (or their folder in " +
    "KUBEBUILDER_ASSETS), pulumi and pulumi-resource-kubernetes."
  );
}

/** The `go` line of go.mod. */
function neededVersion(moduleDirectory: string): string {
  const file = join(moduleDirectory, "go.mod");
  const version = /^go (\S+)$/m.exec(readFileSync(file, "utf8"))?.[1];
  if (version === undefined) throw new Error(`${file} has no "go" line`);
  return version;
}
