import { stringify } from "yaml";
import { configAnnotation } from "./parts";
import type { Preset, PresetParameter } from "./preset";

/** The page of a preset as Markdown. Whatever is data of the preset is said from it. */
export function presetPage(preset: Preset): string {
  return [
    "<!-- Made from the preset's data in presets/ by `npm run generate:presets`: change that. -->",
    `# ${preset.title}`,
    preset.does,
    `On Fargate there is no DaemonSet; this stands in for ${preset.replaces}.`,
    "## Use",
    `In the ConfigMap \`fargate-injector-sidecar-config\`, here for the pods of Fargate profile \`default\`:`,
    code("yaml", useInConfigMap(preset)),
    "In a Pulumi program:",
    code("ts", useInProgram(preset)),
    `[examples/presets/${preset.name}](../../examples/presets/${preset.name}) has a ConfigMap, an app, and the pod that becomes of it.`,
    "## Parameters",
    parameters(preset),
    "A value from a pod comes from the pod's annotation of that name, and is used only if it is like the pattern.",
    ...configuration(preset),
    "## What the app gets",
    list(preset.appGets),
    "## What must exist",
    list(needs(preset)),
    ...policy(preset),
    "## What it is allowed",
    security(preset),
    resources(preset),
    ...section("## Good to know", preset.notes),
    ...section("## Unproven", [
      "No image was run: what is tested is the pod, at the real API server.",
      ...preset.unproven,
    ]),
  ].join("\n\n");
}

function useInConfigMap(preset: Preset): string {
  const required = Object.fromEntries(requiredOf(preset).map((name) => [name, { default: exampleOf(name) }]));
  const template = { preset: preset.name, ...(requiredOf(preset).length === 0 ? {} : { parameters: required }) };
  return stringify({ data: { default: stringify(template, { version: "1.1" }) } }, { version: "1.1" });
}

function useInProgram(preset: Preset): string {
  const name = preset.name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const options = requiredOf(preset).map((parameter) => `${parameter}: "${exampleOf(parameter)}"`);
  const call = `${name}(${options.length === 0 ? "" : `{ ${options.join(", ")} }`})`;
  return `import { ${name} } from "fargate-sidecar-injector/presets";\n\nconst sidecarConfiguration = { templates: { default: ${call} } };`;
}

/** A parameter of which nothing says what it is, unless the user does. */
function requiredOf({ template }: Preset): readonly string[] {
  return Object.entries(template.parameters)
    .filter(([, parameter]) => parameter.default === undefined && parameter.field === undefined)
    .map(([name]) => name);
}

function exampleOf(name: string): string {
  return name === "region" ? "eu-west-1" : "shop";
}

function parameters({ template, descriptions }: Preset): string {
  const rows = Object.entries(template.parameters).map(
    ([name, parameter]) =>
      `| \`${name}\` | ${descriptions[name] ?? ""} | ${parameter.type ?? "string"} | ${defaultOf(parameter)} | ${sourceOf(parameter)} | \`${(parameter.pattern ?? "").replaceAll("|", "\\|")}\` |`,
  );
  return [
    "| name | what | type | default | from the pod | pattern |",
    "| --- | --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function defaultOf(parameter: PresetParameter): string {
  if (parameter.default !== undefined) return `\`${parameter.default}\``;
  return parameter.field === undefined ? "none: give one" : "none";
}

function sourceOf({ annotation, label, field }: PresetParameter): string {
  const source = annotation ?? label ?? field;
  return source === undefined ? "–" : `\`${source}\``;
}

function configuration({ name, template }: Preset): readonly string[] {
  const text = template.metadata?.annotations?.[configAnnotation(name)];
  if (text === undefined) return [];
  return [
    "## Configuration file",
    `It travels in the pod's annotation \`${configAnnotation(name)}\`, which is a file in the sidecar. A pod that brings ` +
      "the annotation itself keeps its own, and so has a configuration of its own; one for all pods goes under " +
      "`metadata.annotations` beside `preset:`. This is what there is otherwise:",
    code(text.startsWith("{") ? "json" : "yaml", text),
  ];
}

function needs({ secrets, policy: hasPolicy }: Preset): readonly string[] {
  const named = secrets.map(
    ({ name, keys, what }) =>
      `the Secret \`${name}\` with ${keys.map((key) => `\`${key}\``).join(", ")} in the namespace of each pod: ${what}`,
  );
  const role =
    hasPolicy === undefined
      ? []
      : [
          "an IAM role for the service account of each pod (`WorkloadRole`), with the policy below: pods on Fargate have no other identity",
        ];
  return named.length + role.length === 0 ? ["nothing"] : [...named, ...role];
}

function policy({ name, policy: policyFor, template }: Preset): readonly string[] {
  if (policyFor === undefined) return [];
  const text = JSON.stringify(policyFor({ account: "111122223333", region: "eu-west-1" }), undefined, 2);
  const { logGroup, metricNamespace } = template.parameters;
  const scope = [
    ...(logGroup === undefined ? [] : ["`logGroup`"]),
    ...(metricNamespace !== undefined && text.includes("cloudwatch:namespace") ? ["`metricNamespace`"] : []),
  ];
  const same = scope.length === 0 ? "" : ` Where ${scope.join(" or ")} is another, say it there too.`;
  return [
    "## IAM policy",
    `\`PRESETS.get("${name}")?.policy?.({ account: "111122223333", region: "eu-west-1" })\` gives it, and ` +
      `\`JSON.stringify\` makes it the \`policy\` of a \`WorkloadRole\`.${same}`,
    code("json", text),
  ];
}

function security({ podSecurity }: Preset): string {
  if (podSecurity === "restricted")
    return (
      "A pod that keeps the level `restricted` of the Pod Security Standards keeps it with this sidecar too: it runs as a " +
      "user of its own without any capability, and with a root filesystem to read only."
    );
  return `A pod with this sidecar keeps the level \`${podSecurity.level}\` of the Pod Security Standards: ${podSecurity.why}.`;
}

function resources({ template }: Preset): string {
  const gracePeriod = template.spec?.terminationGracePeriodSeconds;
  const requests =
    "Each container requests as much CPU and memory as it limits; the pod's size on Fargate grows by it.";
  return gracePeriod === undefined
    ? requests
    : `${requests} It stops after the app, in what is left of the grace period, and that is at least ${gracePeriod} seconds.`;
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, list(lines)];
}

function list(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}

function code(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
