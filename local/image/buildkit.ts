import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildkitDaemon } from "../binaries/dockerBuild";
import { programFolders } from "../binaries/findProgram";
import { eventually } from "../eventually";
import { startOrphanGuard, type OrphanGuard } from "../orphanGuard";

/** A BuildKit daemon of its own, with everything that it writes in one temporary folder. */
export interface Buildkit {
  /** Name under which Buildx, and so Pulumi's docker-build, finds it in the environment. */
  builder: string;
  /** Environment variables for whoever is to find it, which also hide the user's own settings of Docker. */
  environment: Readonly<Record<string, string>>;
  /** Ends the daemon and starts another one, which knows nothing of what the first one has built. */
  startAfresh(): Promise<void>;
  /** Ends the daemon and removes its folder. */
  stop(): Promise<void>;
}

const BUILDER = "fargate-sidecar-injector";

/** Why BuildKit cannot run on this machine, or undefined where it can. */
export function buildkitObstacle(): string | undefined {
  if (process.platform !== "linux") return `BuildKit needs Linux, and this is ${process.platform}`;
  if (process.getuid?.() !== 0) return "BuildKit needs root, to give files their owners";
  return findRunc() === undefined ? "BuildKit needs runc, which is not on PATH (apt-get install runc)" : undefined;
}

/** Starts a daemon; it is built first where it is missing. */
export async function startBuildkit(onProgress: (message: string) => void): Promise<Buildkit> {
  const { file: program } = await buildkitDaemon(onProgress);
  const runc = findRunc();
  if (runc === undefined) throw new Error("runc is not on PATH");
  const directory = await mkdtemp(join(tmpdir(), "fargate-sidecar-injector-buildkit-"));
  const guard = startOrphanGuard(directory);
  const socket = `unix://${join(directory, "buildkitd.sock")}`;
  const start = (): Promise<Daemon> => startDaemon(program, daemonArguments(directory, socket, runc), directory, guard);
  try {
    await writeFile(join(directory, "buildkitd.toml"), "");
    let daemon = await start();
    return {
      builder: BUILDER,
      environment: await buildxEnvironment(directory, socket),
      async startAfresh() {
        await daemon.stop();
        await rm(join(directory, "root"), { recursive: true });
        daemon = await start();
      },
      async stop() {
        await daemon.stop();
        await guard.stop();
      },
    };
  } catch (error) {
    await guard.stop();
    throw error;
  }
}

interface Daemon {
  stop(): Promise<void>;
}

async function startDaemon(
  program: string,
  args: readonly string[],
  directory: string,
  guard: OrphanGuard,
): Promise<Daemon> {
  const logFile = join(directory, "buildkitd.log");
  const log = await open(logFile, "w");
  const child = spawn(program, args, { detached: true, stdio: ["ignore", log.fd, log.fd] });
  await log.close();
  guard.watch(child);
  const ended = once(child, "exit");
  await eventually({
    what: "BuildKit to listen",
    condition: async () => (await readFile(logFile, "utf8")).includes("running server on"),
    unless: ended.then(async () => new Error(`BuildKit ended:\n${await readFile(logFile, "utf8")}`)),
  });
  return {
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** Nothing of the machine's own is used: no containerd, no settings, no network of containers, no devices. */
function daemonArguments(directory: string, socket: string, runc: string): string[] {
  return [
    ...["--config", join(directory, "buildkitd.toml"), "--root", join(directory, "root"), "--addr", socket],
    ...["--otel-socket-path", join(directory, "otel.sock"), "--cdi-disabled"],
    ...["--containerd-worker=false", "--oci-worker=true", `--oci-worker-binary=${runc}`],
    // Copies folders and so needs no mounts; overlayfs is not there in every container.
    ...["--oci-worker-snapshotter=native", "--oci-worker-net=host"],
  ];
}

/** What `docker buildx create --driver remote` would write: https://github.com/docker/buildx/blob/master/store/nodegroup.go */
async function buildxEnvironment(directory: string, socket: string): Promise<Record<string, string>> {
  const [buildx, docker] = [join(directory, "buildx"), join(directory, "docker")];
  await mkdir(join(buildx, "instances"), { recursive: true });
  await mkdir(docker);
  const node = { Name: `${BUILDER}0`, Endpoint: socket, Platforms: null, DriverOpts: null, Flags: null, Files: null };
  const instance = { Name: BUILDER, Driver: "remote", Nodes: [node], Dynamic: false };
  await writeFile(join(buildx, "instances", BUILDER), JSON.stringify(instance));
  return { BUILDX_CONFIG: buildx, DOCKER_CONFIG: docker };
}

function findRunc(): string | undefined {
  return programFolders(process.env)
    .map((folder) => join(folder, "runc"))
    .find((file) => existsSync(file));
}
