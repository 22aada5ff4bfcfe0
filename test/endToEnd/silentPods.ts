import type { PodProgram } from "../../local/localCluster";

/** An image whose pods run and never become ready. */
export const SILENT_IMAGE = "fargate-sidecar-injector:silent";

export const SILENT_PROGRAM: PodProgram = {
  command: process.execPath,
  args: ["--eval", "process.on('SIGTERM', () => process.exit()); setInterval(() => undefined, 60_000)", "--"],
};
