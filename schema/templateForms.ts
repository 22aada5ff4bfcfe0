import { COMMON_FIELDS } from "../injection/configuration/parseTemplate";
import { readFormat, type FormatField, type FormatType } from "./readFormat";

/** The forms that a template has by its `kind`, and that of the settings, as their types declare them: first the whole, then what is in it. */
export interface TemplateForms {
  /** Of kind `fargate`, which is the default, and of kind `preset`. */
  readonly fargate: TemplateForm;
  /** Of kind `appmesh`, with the fields that it has beside those of every kind. */
  readonly appMesh: TemplateForm;
  /** The fields of every kind. */
  readonly common: readonly FormatField[];
  /** The key `_settings`, which is no template. */
  readonly settings: TemplateForm;
}

export type TemplateForm = readonly [template: FormatType, ...parts: FormatType[]];

/** The kind of the templates with fields of their own. */
export const APP_MESH_KIND = "appmesh";

/** Where the types are, in the repository. */
export const FORM_FILES = {
  fargate: "injection/configuration/templateFormat.ts",
  appMesh: "injection/appMesh/appMeshFormat.ts",
  settings: "injection/configuration/settingsFormat.ts",
} as const;

export function readTemplateForms(readFile: (path: string) => string): TemplateForms {
  const [template, ...parts] = readForm(readFile(FORM_FILES.fargate));
  const fields = template.fields.map((field) => (field.name === "kind" ? withAppMesh(field) : field));
  return {
    fargate: [{ ...template, fields }, ...parts],
    appMesh: readForm(readFile(FORM_FILES.appMesh)),
    settings: readForm(readFile(FORM_FILES.settings)),
    common: fields.filter(({ name }) => COMMON_FIELDS.has(name)),
  };
}

function readForm(text: string): TemplateForm {
  const [template, ...parts] = readFormat(text);
  if (template === undefined) throw new Error("the format has no types");
  return [template, ...parts];
}

/** Each type names the kinds that have its own fields. Who is to choose one sees all of them. */
function withAppMesh(kind: FormatField): FormatField {
  if (kind.type.kind !== "enum") throw new Error("kind has no values to choose from");
  return { ...kind, type: { ...kind.type, values: [...kind.type.values, APP_MESH_KIND] } };
}
