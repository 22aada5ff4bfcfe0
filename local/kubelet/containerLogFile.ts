import { join } from "node:path";

/** Where the output of a container goes, of all its runs. */
export function containerLogFile(logDirectory: string, namespace: string, pod: string, container: string): string {
  return join(logDirectory, `${namespace}_${pod}_${container}.log`);
}
