import ts from "typescript";
import type { JsonValue } from "../injection/json";
import type { FieldType } from "./fieldType";

/** An object of the template format, as its interface declares it. */
export interface FormatType {
  readonly name: string;
  readonly description: string;
  readonly fields: readonly FormatField[];
}

export interface FormatField {
  readonly name: string;
  readonly type: FieldType;
  /** Markdown, with the line breaks of the doc comment. */
  readonly description: string;
  readonly required: boolean;
  /** A value, or where it is none, words. */
  readonly default: { readonly value: JsonValue } | { readonly words: string };
}

/**
 * Reads the exported interfaces of a TypeScript text, the template first: every field has a description, and a
 * `@default` if it is optional. Whatever it does not know is an error, so that no field is published half-described.
 */
export function readFormat(text: string): readonly FormatType[] {
  const source = ts.createSourceFile("templateFormat.ts", text, ts.ScriptTarget.Latest, true);
  const interfaces = source.statements.filter(ts.isInterfaceDeclaration).filter(isExported);
  const context: Context = {
    interfaces: new Set(interfaces.map(({ name }) => name.text)),
    kubernetesObjects: new Set(
      source.statements
        .filter(ts.isTypeAliasDeclaration)
        .filter(({ type }) => type.getText() === "KubernetesObject")
        .map(({ name }) => name.text),
    ),
  };
  return interfaces.map((declaration) => ({
    name: declaration.name.text,
    description: descriptionOf(declaration, declaration.name.text),
    fields: declaration.members.map((member) => readField(member, declaration.name.text, context)),
  }));
}

interface Context {
  readonly interfaces: ReadonlySet<string>;
  readonly kubernetesObjects: ReadonlySet<string>;
}

function readField(member: ts.TypeElement, owner: string, context: Context): FormatField {
  if (!ts.isPropertySignature(member) || member.type === undefined)
    throw new Error(`${owner}: "${member.getText()}" is no field with a type`);
  const name = member.name.getText();
  const place = `${owner}.${name}`;
  const { default: defaultText, ...others } = tagsOf(member);
  const required = member.questionToken === undefined;
  const type = Object.entries(others).reduce(
    (so, [tag, text]) => refine(so, tag, text, place),
    readType(member.type, place, context),
  );
  const fallback = readDefault(defaultText, required, place);
  return { name, type, description: descriptionOf(member, place), required, default: fallback };
}

function readType(node: ts.TypeNode, place: string, context: Context): FieldType {
  if (ts.isTypeOperatorNode(node)) return readType(node.type, place, context);
  if (ts.isArrayTypeNode(node)) return { kind: "list", item: readType(node.elementType, place, context) };
  if (ts.isUnionTypeNode(node)) return readUnion(node, place, context);
  if (ts.isTypeReferenceNode(node)) return readReference(node, place, context);
  if (node.kind === ts.SyntaxKind.StringKeyword) return { kind: "string" };
  if (node.kind === ts.SyntaxKind.NumberKeyword) return { kind: "number" };
  if (node.kind === ts.SyntaxKind.BooleanKeyword) return { kind: "boolean" };
  throw new Error(`${place}: the type ${node.getText()} is not handled`);
}

/** Texts to choose from, or several types. */
function readUnion(node: ts.UnionTypeNode, place: string, context: Context): FieldType {
  const values = node.types.flatMap((type) =>
    ts.isLiteralTypeNode(type) && ts.isStringLiteral(type.literal) ? [type.literal.text] : [],
  );
  if (values.length === node.types.length) return { kind: "enum", values };
  return { kind: "oneOf", types: node.types.map((type) => readType(type, place, context)) };
}

function readReference(node: ts.TypeReferenceNode, place: string, context: Context): FieldType {
  const name = node.typeName.getText();
  const [first, second] = node.typeArguments ?? [];
  if (name === "LintLevelsFormat") return { kind: "lintLevels" };
  if (name === "Readonly" && first !== undefined) return readType(first, place, context);
  if (name === "Record" && second !== undefined) return { kind: "map", item: readType(second, place, context) };
  if (context.interfaces.has(name)) return { kind: "format", name };
  if (context.kubernetesObjects.has(name)) return { kind: "kubernetes", name };
  throw new Error(`${place}: the type ${node.getText()} is not handled`);
}

/** The type with what a tag says of it beyond TypeScript's own types. */
function refine(type: FieldType, tag: string, text: string, place: string): FieldType {
  if (tag === "minItems" && type.kind === "list") return { ...type, minItems: Number(text) };
  if (tag === "asType" && text === "integer" && type.kind === "number") return { kind: "integer" };
  if (tag === "asType" && text === "quantity" && type.kind === "oneOf") return { kind: "quantity" };
  if ((tag === "minimum" || tag === "maximum") && (type.kind === "integer" || type.kind === "number"))
    return { ...type, [tag]: Number(text) };
  throw new Error(`${place}: "@${tag} ${text}" does not fit its type, or is not handled`);
}

/** `@default - words`, or `@default` and a value as JSON has it. */
function readDefault(text: string | undefined, required: boolean, place: string): FormatField["default"] {
  if (required && text !== undefined) throw new Error(`${place} has a @default, though it must be given`);
  if (required) return { words: "none, it must be given" };
  if (text === undefined) throw new Error(`${place} has no @default`);
  if (text.startsWith("- ")) return { words: text.slice(2).replaceAll("\n", " ") };
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch (error) {
    throw new Error(`${place}: the default ${text} is neither JSON nor "- words"`, { cause: error });
  }
}

function descriptionOf(node: ts.Node, place: string): string {
  const text = ts
    .getJSDocCommentsAndTags(node)
    .filter(ts.isJSDoc)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? "")
    .join("\n\n");
  if (text === "") throw new Error(`${place} has no description`);
  return text;
}

function tagsOf(node: ts.Node): Readonly<Record<string, string>> {
  return Object.fromEntries(
    ts.getJSDocTags(node).map((tag) => [tag.tagName.text, ts.getTextOfJSDocComment(tag.comment) ?? ""]),
  );
}

function isExported(declaration: ts.InterfaceDeclaration): boolean {
  return declaration.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
}
