/** `npm run generate:template-schema`: writes the JSON Schemas of a sidecar template and of the settings, and their reference page. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { settingsSchema, templateSchema } from "./jsonSchema";
import { referencePage } from "./referencePage";
import { readTemplateForms } from "./templateForms";

const ROOT = join(__dirname, "..");

/** What is made from the types of templates and settings: path in the repository → content. */
export async function generatedFiles(): Promise<ReadonlyMap<string, string>> {
  const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
  const forms = readTemplateForms(read);
  const files = {
    "schema/sidecar-template.schema.json": JSON.stringify(templateSchema(forms)),
    "schema/sidecar-settings.schema.json": JSON.stringify(settingsSchema(forms.settings)),
    "docs/sidecar-template.md": referencePage(forms, read),
  };
  const formatted = Object.entries(files).map(async ([path, content]) => {
    const filepath = join(ROOT, path);
    return [path, await format(content, { ...(await resolveConfig(filepath)), filepath })] as const;
  });
  return new Map(await Promise.all(formatted));
}

async function main(): Promise<void> {
  for (const [path, content] of await generatedFiles()) writeFileSync(join(ROOT, path), content);
}

if (require.main === module) void main();
