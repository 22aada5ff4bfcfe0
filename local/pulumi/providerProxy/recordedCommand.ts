import { join } from "node:path";

/** Command that runs a resource plugin so that an OperationRecorder records it. It runs only in that one's environment. */
export function recordedCommand(plugin: readonly string[]): string[] {
  return [process.execPath, join(__dirname, "proxiedPlugin.mjs"), ...plugin];
}
