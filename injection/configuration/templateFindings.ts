import { levelOf } from "../lint/levels";
import type { LintFinding, LintLevel } from "../lint/lintRule";
import { lintTemplate } from "../lint/lintTemplate";
import { parameterPlaces, secondSpecimen } from "./parameterizedBody";
import type { SidecarTemplate } from "./parseTemplate";
import type { Settings } from "./settings";

/** Something that a rule has found, with how loud the rule is for the template. */
export interface LeveledFinding extends LintFinding {
  readonly level: Exclude<LintLevel, "off">;
}

/** What lint rules find in the templates, but for rules that are off. */
export function findingsIn(templates: readonly SidecarTemplate[], settings: Settings): readonly LeveledFinding[] {
  return templates.flatMap((template) =>
    certainFindings(template).flatMap((finding) => {
      const level = levelOf(finding.rule, template.lint, settings.lint);
      return level === "off" ? [] : [{ ...finding, level }];
    }),
  );
}

/**
 * What holds for every pod that brings no value for a parameter with a default. Where there is no default, a mere example
 * stands in the template, of which nothing is said: it is no finding unless it is one with another example too.
 */
function certainFindings(template: SidecarTemplate): readonly LintFinding[] {
  const { name, parameterized } = template;
  const findings = lintTemplate(template, name);
  if (parameterized === undefined || findings.length === 0) return findings;
  const places = [...parameterPlaces(parameterized, name)];
  const examples = new Set(places.flatMap(([path, standIn]) => (standIn === "example" ? [fieldOf(path)] : [])));
  const inBoth = new Set(lintTemplate(secondSpecimen(parameterized), name).map(keyOf));
  return findings.filter((finding) => inBoth.has(keyOf(finding)) && !examples.has(fieldOf(finding.path)));
}

function keyOf({ rule, path }: LintFinding): string {
  return `${rule} ${path}`;
}

/** The path as far as the field of an item, so that what is said of a limit counts as said of the request beside it. */
function fieldOf(path: string): string {
  return /^.*?\]\.[^.[]+/.exec(path)?.[0] ?? path;
}
