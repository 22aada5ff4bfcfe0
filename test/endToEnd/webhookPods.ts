import { join } from "node:path";
import type { PodProgram } from "../../local/localCluster";

/** The image that the tests give to the webhook's Deployment. */
export const WEBHOOK_IMAGE = "fargate-sidecar-injector:local";

/** What runs behind the pods of that image: the webhook's own entry point. */
export const WEBHOOK_PROGRAM: PodProgram = {
  command: process.execPath,
  args: ["--import", "tsx", join(__dirname, "..", "..", "webhook", "main.ts")],
};

/** An image whose pods run and never become ready. */
export const SILENT_IMAGE = "fargate-sidecar-injector:silent";

export const SILENT_PROGRAM: PodProgram = {
  command: process.execPath,
  args: ["--eval", "process.on('SIGTERM', () => process.exit()); setInterval(() => undefined, 60_000)", "--"],
};
