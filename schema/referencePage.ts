import { SETTINGS_KEY } from "../injection/names";
import { objectsOf, type FieldType } from "./fieldType";
import { kubernetesReference } from "./kubernetesTypes";
import type { FormatField, FormatType } from "./readFormat";
import { APP_MESH_KIND, FORM_FILES, type TemplateForm, type TemplateForms } from "./templateForms";

/**
 * The reference page as Markdown: the prose of `referencePage.md`, in which `<!-- fields -->` and `<!-- overview -->`
 * stand for what the types say (those of kind appmesh with `: appmesh`, the settings with `: settings`), and `<!-- file: PATH -->` for a file of the
 * repository.
 */
export function referencePage(forms: TemplateForms, readFile: (path: string) => string): string {
  const prose = readFile("schema/referencePage.md");
  return prose.replace(/^<!-- (\w+)(?:: (\S+))? -->$/gm, (marker, what: string, which: string | undefined) => {
    if (what === "file" && which !== undefined) return `\`\`\`yaml\n${readFile(which).trimEnd()}\n\`\`\``;
    if (what === "note") return NOTE;
    const sections = sectionsFor(which, forms);
    if (what === "overview") return overview(sections);
    if (what === "fields") return sections.map(sectionText).join("\n\n");
    throw new Error(`referencePage.md has a marker that is not known: ${marker}`);
  });
}

const NOTE =
  "<!-- Made by `npm run generate:template-schema` from schema/referencePage.md and " +
  `${inWords(Object.values(FORM_FILES), "and")}: change those. -->`;

/** An object of the format with its place in a template. */
interface Section {
  /** Empty for the template itself; `parameters.NAME`, `spec.appContainers[]`, … */
  readonly path: string;
  readonly type: FormatType;
}

function sectionsFor(which: string | undefined, forms: TemplateForms): readonly Section[] {
  if (which === "settings") return sectionsOf(forms.settings, SETTINGS_KEY);
  return sectionsOf(which === APP_MESH_KIND ? forms.appMesh : forms.fargate, "");
}

function sectionsOf([whole, ...parts]: TemplateForm, root: string): readonly Section[] {
  const below = ({ path, type }: Section): readonly Section[] => [
    { path, type },
    ...type.fields.flatMap((field) =>
      objectsOf(field.type).flatMap(({ kind, name }) => {
        const found = parts.find((other) => kind === "format" && other.name === name);
        return found === undefined ? [] : below({ path: join(path, itemPath(field)), type: found });
      }),
    ),
  ];
  return below({ path: root, type: whole });
}

function itemPath({ name, type }: FormatField): string {
  if (type.kind === "list") return `${name}[]`;
  return type.kind === "map" ? `${name}.NAME` : name;
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function overview(sections: readonly Section[]): string {
  const rows = sections.flatMap(({ path, type }) =>
    type.fields.map((field) => {
      const place = join(path, field.name);
      return `| [\`${place}\`](#${anchorOf(place)}) | ${typeInWords(field.type)} | ${defaultInWords(field)} |`;
    }),
  );
  return ["| field | type | default |", "| --- | --- | --- |", ...rows].join("\n");
}

function sectionText({ path, type }: Section): string {
  const fields = type.fields.map((field) =>
    [
      `### \`${join(path, field.name)}\``,
      `${capitalized(withLinks(typeInWords(field.type), field.type))}. Default: ${defaultInWords(field)}.`,
      field.description,
    ].join("\n\n"),
  );
  const title = path === "" || path === SETTINGS_KEY ? [] : [`## In \`${path}\``];
  return [...title, type.description, ...fields].join("\n\n");
}

function rangeInWords({ minimum, maximum }: { readonly minimum?: number; readonly maximum?: number }): string {
  const from = minimum === undefined ? "" : ` from ${minimum}`;
  return maximum === undefined ? from : `${from} to ${maximum}`;
}

function typeInWords(type: FieldType): string {
  switch (type.kind) {
    case "lintLevels":
      return "mapping of codes to levels";
    case "number":
      return `number${rangeInWords(type)}`;
    case "integer":
      return `whole number${rangeInWords(type)}`;
    case "enum":
      return inWords(type.values.map((value) => `\`${value}\``));
    case "oneOf":
      return inWords(type.types.map(typeInWords));
    case "list":
      return `list of ${manyInWords(type.item)}${type.minItems === undefined ? "" : `, at least ${type.minItems}`}`;
    case "map":
      return `mapping of names to ${manyInWords(type.item)}`;
    case "format":
      return "mapping";
    case "kubernetes":
      return type.name;
    default:
      return type.kind;
  }
}

/** With the names of Kubernetes' objects as links to its own description of them. */
function withLinks(words: string, type: FieldType): string {
  return objectsOf(type)
    .filter(({ kind }) => kind === "kubernetes")
    .reduce((text, { name }) => text.replace(name, `[${name}](${kubernetesReference(name)})`), words);
}

function manyInWords(type: FieldType): string {
  return `${typeInWords(type)}${type.kind === "kubernetes" ? "" : "s"}`;
}

function inWords(choices: readonly string[], last = "or"): string {
  return `${choices.slice(0, -1).join(", ")} ${last} ${choices.at(-1) ?? ""}`;
}

function defaultInWords({ default: fallback }: FormatField): string {
  if ("words" in fallback) return fallback.words;
  return `\`${typeof fallback.value === "string" ? fallback.value : JSON.stringify(fallback.value)}\``;
}

/** The anchor that Markdown viewers give to a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^a-z0-9 _-]/g, "")
    .replaceAll(" ", "-");
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
