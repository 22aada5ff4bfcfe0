import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createInterface } from "node:readline";
import { findProgram, programFolders } from "../../../local/binaries/findProgram";
import type { PulledImage } from "../../../local/image/pullImage";
import { unpackLayers } from "../../../local/image/unpackLayers";
import { fileOptions } from "../../webhook/webhookProcess";
import { webhookFiles, type WebhookFiles } from "../../webhook/webhookUnderTest";

/** The entry point of an image, running as a process that sees the image's files alone. */
export interface ImageProcess {
  port: number;
  files: WebhookFiles;
  stop(): Promise<void>;
}

const MOUNTED = "/mounted";

/** Unpacks the webhook's image and starts it as its configuration says: command, user, variables. Needs root. */
export async function startImage({ config, layers }: PulledImage): Promise<ImageProcess> {
  const root = mkdtempSync(join(tmpdir(), "image-root-"));
  const files = await webhookFiles();
  try {
    unpackLayers(layers, root);
    chmodSync(root, 0o755); // for the image's user
    mkdirSync(join(root, MOUNTED));
    const mounted = { ...files };
    for (const name of ["configurationFile", "certificateFile", "keyFile"] as const) {
      mounted[name] = join(MOUNTED, basename(files[name]));
      cpSync(files[name], join(root, mounted[name]));
    }
    const command = [...config.entrypoint, ...config.command, ...fileOptions(mounted)];
    const child = spawn(await chrootProgram(), [`--userspec=${config.user}`, root, ...command], {
      env: Object.fromEntries(config.environment.map(variable)),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    const firstLine = once(createInterface(child.stdout), "line").then(String);
    const started = await Promise.race([firstLine, ended.then(([code]) => `ended with exit code ${String(code)}`)]);
    return {
      port: portIn(started),
      files,
      async stop() {
        child.kill("SIGKILL");
        await ended;
        files.remove();
        rmSync(root, { recursive: true });
      },
    };
  } catch (error) {
    files.remove();
    rmSync(root, { recursive: true });
    throw error;
  }
}

/** By its path: the variables of the process, PATH too, are the image's. */
async function chrootProgram(): Promise<string> {
  const found = await findProgram({ name: "chroot" }, [...programFolders(process.env), "/usr/sbin"], () => undefined);
  if (found === undefined) throw new Error("chroot is not on PATH");
  return found;
}

function variable(text: string): [name: string, value: string] {
  const separator = text.indexOf("=");
  return [text.slice(0, separator), text.slice(separator + 1)];
}

/** The first line of the webhook's log says that it is ready, and where. */
function portIn(line: string): number {
  const port = /"port":(\d+)/.exec(line)?.[1];
  if (port === undefined) throw new Error(`the image's entry point: ${line}`);
  return Number(port);
}
