import pino, { type DestinationStream, type Logger } from "pino";

export type Log = Logger;

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One JSON object a line: `time` as ISO text, `level` as a word, `msg`, and the fields of the event. */
export function createLog(level: LogLevel, destination: DestinationStream = bufferedStdout()): Log {
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

/** Lines are written while the event loop is idle, so that a slow reader of the log does not slow down admissions. */
function bufferedStdout(): DestinationStream {
  return pino.destination({ dest: 1, sync: false });
}
