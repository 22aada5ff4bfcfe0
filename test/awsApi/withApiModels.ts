import { it } from "mocha";
import { ApiModels } from "../../local/awsApi/apiModels";
import { botocoreData, type BotocoreData } from "../../local/awsApi/botocore";

/** Time for pip to download 16 MB where they are not in the cache yet. */
const INSTALL_TIMEOUT_MS = 300_000;

let models: ApiModels | undefined;
let data: Promise<BotocoreData> | undefined;

/**
 * A test on the models of AWS's services. Where they cannot be had, because there is no pip or no network, it passes
 * under a title that says so: `not run: …`.
 */
export function itWithApiModels(title: string, check: (models: ApiModels) => void | Promise<void>): void {
  it(title, async function () {
    this.timeout(INSTALL_TIMEOUT_MS);
    data ??= botocoreData();
    const found = await data;
    if (found.kind === "missing") {
      this.runnable().title = `not run: ${title} (${found.reason})`;
      return;
    }
    models ??= new ApiModels(found.directory);
    await check(models);
  });
}
