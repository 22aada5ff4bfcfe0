import { join } from "node:path";
import type { PodProgram } from "./localCluster";

/** The image name that stands for the webhook of this repository: no registry has it, and no cluster pulls it. */
export const LOCAL_WEBHOOK_IMAGE = "fargate-sidecar-injector:local";

/** Runs the webhook from its sources, as its image would run the bundle. */
export const WEBHOOK_PROGRAM: PodProgram = {
  command: process.execPath,
  args: [join(__dirname, "runTypeScript.cjs"), join(__dirname, "..", "webhook", "main.ts")],
};
