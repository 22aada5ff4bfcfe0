import pino, { type DestinationStream, type Logger } from "pino";

export type Log = Logger;

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One JSON object a line: `time` as ISO text, `level` as a word, `msg`, and the fields of the event. */
export function createLog(level: LogLevel, destination: DestinationStream): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
}

/** Lines go out together, after at most this time: a write for each one would cost as much as the decision it tells of. */
const FLUSH_EVERY_MS = 100;

/** Standard output that does not wait for its reader. What is not yet written must be flushed before the process ends. */
export function bufferedStdout(): DestinationStream & { flushSync(): void } {
  return pino.destination({ dest: 1, sync: false, minLength: 4_096, periodicFlush: FLUSH_EVERY_MS });
}
