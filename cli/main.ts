#!/usr/bin/env node
import { USAGE } from "../webhook/options";
import { runWebhook } from "../webhook/run";

const HELP = `usage: fargate-sidecar-injector COMMAND [OPTION…]

Commands:
  serve    run the webhook, without a cluster where --config FILE is given

${USAGE}`;

/** Runs one command. Returns the exit code, 2 for a command line that cannot be understood. */
async function run([command, ...args]: readonly string[]): Promise<number> {
  const wantsHelp = command === undefined || command === "help" || [command, ...args].includes("--help");
  if (wantsHelp) {
    (command === undefined ? process.stderr : process.stdout).write(HELP);
    return command === undefined ? 2 : 0;
  }
  if (command === "serve") return runWebhook(args);
  process.stderr.write(`there is no command "${command}"\n\n${HELP}`);
  return 2;
}

void run(process.argv.slice(2)).then((code) => process.exit(code));
