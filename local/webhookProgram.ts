import { join } from "node:path";
import type { PodProgram } from "./localCluster";

/** The image name that stands for the webhook of this repository: no registry has it, and no cluster pulls it. */
export const LOCAL_WEBHOOK_IMAGE = "fargate-sidecar-injector:local";

/** Runs the webhook from its sources, as its image would run the bundle. */
export const WEBHOOK_PROGRAM: PodProgram = {
  command: process.execPath,
  args: ["--require", join(__dirname, "typescriptRequire.cjs"), join(__dirname, "..", "webhook", "main.ts")],
};
