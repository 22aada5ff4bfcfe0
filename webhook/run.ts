import { createLog, type Log } from "./log";
import { bufferedOutput } from "./logOutput";
import { parseOptions, USAGE, UsageError } from "./options";
import { serve } from "./serve";

/**
 * Runs the webhook until it is told to stop by SIGTERM or SIGINT.
 * @returns the exit code: 0 after a stop, 1 where it cannot run, 2 for a wrong command line.
 */
export async function runWebhook(args: readonly string[]): Promise<number> {
  const output = bufferedOutput(process.stdout);
  try {
    const options = parseOptions(args);
    const log = createLog(options.logLevel, output);
    logCrashes(log);
    const toldToStop = new Promise<string>((resolve) => {
      for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, resolve);
    });
    const webhook = await Promise.race([serve(options, log), toldToStop]);
    if (typeof webhook === "string") return 0;
    log.info({ signal: await toldToStop }, "stopping");
    await webhook.stop();
    return 0;
  } catch (error) {
    const usage = error instanceof UsageError ? `\n${USAGE}` : "";
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return error instanceof UsageError ? 2 : 1;
  } finally {
    await output.close();
  }
}

/**
 * A bug outside of a request ends the process, as Node does by itself: its state is unknown, and another replica serves
 * while this one is started again. What the log holds back goes out with the reason.
 */
function logCrashes(log: Log): void {
  process.once("uncaughtExceptionMonitor", (error, origin) => {
    log.fatal({ err: error, origin }, "the webhook crashed");
  });
}
