import type { Writable } from "node:stream";

/** Where log lines go. It must be closed before the process ends. */
export interface LogOutput {
  write(line: string): void;
  /** Hands over what is still held back; the log does this by itself after a fatal line. */
  flushSync(): void;
  /** Resolves when all lines are written, or will not be. */
  close(): Promise<void>;
}

/** Lines go out together: a write for each one would cost as much as the decision that it tells of. */
const TOGETHER_CHARACTERS = 16_000;
const TOGETHER_MS = 100;

/** What may wait for a reader that has stopped reading. Beyond that lines are lost, as nothing else may be. */
const WAITING_BYTES = 4_000_000;
const CLOSE_WITHIN_MS = 1_000;

/**
 * Writes lines to standard output without waiting for its reader: one that is slow or gone neither holds up nor ends
 * the webhook.
 */
export function bufferedOutput(stream: Writable): LogOutput {
  let lines = "";
  let timer: NodeJS.Timeout | undefined;
  const flushSync = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (lines !== "" && stream.writable && stream.writableLength < WAITING_BYTES) stream.write(lines);
    lines = "";
  };
  stream.on("error", () => undefined);
  return {
    flushSync,
    write(line) {
      lines += line;
      if (lines.length > TOGETHER_CHARACTERS) flushSync();
      else timer ??= setTimeout(flushSync, TOGETHER_MS).unref();
    },
    async close() {
      flushSync();
      await new Promise((done) => {
        setTimeout(done, CLOSE_WITHIN_MS).unref();
        stream.write("", done);
      });
    },
  };
}
