import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { containerRegistry } from "../binaries/dockerBuild";

/** A container registry on the loopback interface, over plain HTTP. It forgets everything at its end. */
export interface RegistryServer {
  /** Host and port. */
  address: string;
  /** What it was asked, oldest first: `PUT /v2/webhook/manifests/v1`, with status and reason where it refused. */
  requests: readonly string[];
  stop(): Promise<void>;
}

export interface RegistryServerOptions {
  onProgress: (message: string) => void;
  /** Refuses a push under a tag that exists, as ECR does in a repository with immutable tags. */
  immutableTags: boolean;
  /** Refuses pushes without name and password, and takes any; `requests` has `NAME pushes PATH` then. */
  credentials?: boolean;
}

/** Starts a registry; its program is built first where that has not happened yet. */
export async function startRegistry({
  onProgress,
  immutableTags,
  credentials = false,
}: RegistryServerOptions): Promise<RegistryServer> {
  const program = await containerRegistry(onProgress);
  const flags = [...(immutableTags ? ["-immutable-tags"] : []), ...(credentials ? ["-credentials"] : [])];
  const child = spawn(program, flags, {
    // It ends when its standard input does, and so does not outlive this process.
    stdio: ["pipe", "pipe", "pipe"],
    // Ctrl-C in a terminal is for this process.
    detached: true,
  });
  const ended = once(child, "close");
  const requests: string[] = [];
  createInterface(child.stderr).on("line", (line) => requests.push(line));
  const address = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) => {
      reject(new Error(`the registry ended with code ${String(code)}: ${requests.join("\n")}`));
    });
  });
  return {
    address,
    requests,
    async stop() {
      child.stdin.end();
      await ended;
    },
  };
}
