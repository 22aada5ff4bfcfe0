/** Entry point of the webhook's image. Node as process 1 ignores signals that no code handles; `runWebhook` does. */
import { runWebhook } from "./run";

void runWebhook(process.argv.slice(2)).then((code) => process.exit(code));
