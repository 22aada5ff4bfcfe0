/** Writes `docs/lint-rules.md`, from the lint rules. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { LINT_RULES } from "../injection/lint/rules";
import { lintRulesPage } from "./lintRulesPage";

const PAGE = join(__dirname, "..", "docs", "lint-rules.md");

/** The content of the page. */
export async function generatedLintRules(): Promise<string> {
  const options = { ...(await resolveConfig(PAGE)), proseWrap: "always", filepath: PAGE } as const;
  return format(lintRulesPage(LINT_RULES), options);
}

async function main(): Promise<void> {
  writeFileSync(PAGE, await generatedLintRules());
}

if (require.main === module) void main();
