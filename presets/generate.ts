/** Writes the pages of `docs/presets/`, from the data of the presets. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { PRESETS } from ".";
import { presetPage } from "./presetPage";

const ROOT = join(__dirname, "..");

/** Path in the repository → content. */
export async function generatedPages(): Promise<ReadonlyMap<string, string>> {
  const pages = [...PRESETS.values()].map(async (preset) => {
    const path = `docs/presets/${preset.name}.md`;
    const filepath = join(ROOT, path);
    return [
      path,
      await format(presetPage(preset), { ...(await resolveConfig(filepath)), proseWrap: "always", filepath }),
    ] as const;
  });
  return new Map(await Promise.all(pages));
}

async function main(): Promise<void> {
  for (const [path, content] of await generatedPages()) writeFileSync(join(ROOT, path), content);
}

if (require.main === module) void main();
