import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar } from "yaml";
import type { Problem } from "../problem";

/** What the nodes of a YAML document tell that its value does not tell any more. */
export interface YamlInspection {
  /** The first thing because of which the document has no value, with its place in the text. */
  readonly fault: { readonly message: string; readonly offset: number } | undefined;
  /** Keys that are not what they were written as. */
  readonly problems: readonly Problem[];
}

/** Looks through a document that has no syntax errors. */
export function inspectYaml(root: unknown): YamlInspection {
  const faults: { message: string; offset: number }[] = [];
  const problems: Problem[] = [];
  const anchors = new Set<string>();
  const fault = (node: Node, message: string): void => void faults.push({ message, offset: node.range?.[0] ?? 0 });

  const visitKey = (key: unknown, path: string): string => {
    if (!isScalar(key)) {
      if (isNode(key) && !isAlias(key)) fault(key, "a mapping or a list cannot be a key");
      visit(key, path);
      return path;
    }
    const name = String(typeof key.value === "symbol" ? key.source : key.value);
    const at = path === "" ? name : `${path}.${name}`;
    // YAML 1.1 knows more words for them than JSON, and kubectl reads the keys n and y like this as well.
    if (typeof key.value === "boolean" && key.source !== name)
      problems.push({
        path: at,
        message: `the key ${key.source ?? ""} reads as the boolean ${name}; write it in quotes`,
      });
    if (key.anchor !== undefined) anchors.add(key.anchor);
    return at;
  };

  const visit = (node: unknown, path: string): void => {
    if (isAlias(node)) {
      if (!anchors.has(node.source)) fault(node, `no anchor "${node.source}"`);
      return;
    }
    if (isNode(node) && node.anchor !== undefined) anchors.add(node.anchor);
    if (isMap(node)) for (const { key, value } of node.items) visit(value, visitKey(key, path));
    else if (isSeq(node))
      node.items.forEach((item, index) => {
        visit(item, `${path}[${index}]`);
      });
  };
  visit(root, "");
  return { fault: faults[0], problems };
}

/** Every scalar below a node, keys too, in the order of the text. */
export function* scalarsOf(node: unknown): Generator<Scalar> {
  if (isScalar(node)) yield node;
  else if (isMap(node))
    for (const { key, value } of node.items) {
      yield* scalarsOf(key);
      yield* scalarsOf(value);
    }
  else if (isSeq(node)) for (const item of node.items) yield* scalarsOf(item);
}
