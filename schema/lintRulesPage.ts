import type { LintRule } from "../injection/lint/lintRule";

/** The page of the lint rules as Markdown: a table, and a section for each rule under its code. */
export function lintRulesPage(rules: Readonly<Record<string, LintRule>>): string {
  const entries = Object.entries(rules);
  return [
    "<!-- Made from the rules in injection/lint/ by `npm run generate:lint-rules`: change those. -->",
    "# Lint rules",
    "What is known of pods on Fargate, and of the mistakes that sidecars make there. Each rule has a code, which stands in " +
      "every message about it.",
    table(entries),
    "## Levels",
    LEVELS,
    code(
      `data:
  _settings: |
    lint: {image-tag: "off", grace-period: error}
  default: |
    lint: {image-tag: warn}
    spec: …`,
    ),
    NEVER_RUNS,
    "## Where they are told",
    PLACES,
    code(
      `config:
  fargate-sidecar-injector:namespacePolicies:
    shop:
      podSecurity: restricted
      limitRange:
        - type: Container
          max: {memory: 256Mi}`,
    ),
    POD_PATHS,
    "## Where each rule comes from",
    SOURCES,
    ...entries.flatMap(([name, rule]) => section(name, rule)),
  ].join("\n\n");
}

const LEVELS =
  "`error` stops `pulumi preview`, and the injector's webhook refuses a ConfigMap with it; `warn` is told and nothing else; " +
  '`"off"` is silence. Every rule has a level of its own. `_settings`, a key of the sidecar ConfigMap that is no template, ' +
  "sets others for all templates and pods, and the field `lint` of a template for that template alone, which wins. Quotes " +
  "around `off` are good style, as YAML 1.1 reads it as false without them; that is understood too.";

const NEVER_RUNS =
  "With some rules the pod never runs. Where such a rule is an error, a template that breaks it is left out of pods with the " +
  "reason `not-supported-on-fargate`, so that they run without it rather than never; a pod that breaks it by itself is let " +
  "through, and its author is warned. Whoever knows better makes the rule a warning, and the template is applied.";

const PLACES = [
  "- Of a **template**, at preview and when the ConfigMap is written: whatever can be seen in it alone. It stays to be " +
    "seen at `/status` and in the metric `fargate_sidecar_injector_configuration_finding`.",
  "- Of a **pod**, as an admission warning to its author: what never runs, `limit-above-requests`, `pod-level-resources`, " +
    "`pod-identity` and, beside sidecars with `sizing.fit`, `app-container-without-requests`. The other rules are about " +
    "sidecars, and leave the pod's own containers alone. `fargate_sidecar_injector_pod_findings_total` counts them by rule.",
  "- Of a **namespace**, at preview: `pod-security`, `limit-range` and `limit-range-defaults`, where the stack says what the " +
    "namespace demands. In `Pulumi.STACK.yaml`, or likewise as an argument of the components:",
].join("\n");

const POD_PATHS =
  "There the paths are those of a pod with its sidecars: a container of the template's `sidecars` is one of the pod's " +
  "`initContainers`.";

const SOURCES =
  "_Documented_ rules are in the documents of AWS or Kubernetes; _reported_ ones in reports of users, with the error that " +
  "they saw; _unverified_ ones in neither. No rule was tried on Fargate itself.";

function table(entries: readonly (readonly [string, LintRule])[]): string {
  const rows = entries.map(
    ([name, { level, neverRuns, title }]) =>
      `| [${name}](#${name}) | ${level} | ${neverRuns ? "yes" : ""} | ${title} |`,
  );
  return ["| rule | level | never runs | what |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

function section(
  name: string,
  { level, neverRuns, isOfPodsOnly, title, explanation, fix, example, source }: LintRule,
): readonly string[] {
  const link = source.url === undefined ? source.text : `[${source.text}](${source.url})`;
  return [
    `## ${name}`,
    `**${title}.** Level: ${level}${neverRuns ? "; the pod never runs" : ""}.`,
    explanation,
    fix,
    code(example),
    `Source (${source.sureness}): ${link}.`,
    `To switch it off: \`lint: {${name}: "off"}\` in \`_settings\`${isOfPodsOnly === true ? "" : ", or in a template for that one alone"}.`,
  ];
}

function code(text: string): string {
  return `\`\`\`yaml\n${text.trimEnd()}\n\`\`\``;
}
