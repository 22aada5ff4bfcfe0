import { isJsonArray, isJsonObject, type JsonValue } from "../json";
import { shorten } from "../problem";

// None of these patterns reads on where it could begin again: a text of nothing but beginnings takes no longer than others.

/** What Helm and Go templates (`{{ … }}`), Jinja and consul-template (`{% … %}`) replace before Kubernetes sees it. */
const TEMPLATING = /\{\{((?!\{\{).)*?\}\}|\{%((?!\{%).)*?%\}/;

/** What a shell or envsubst replaces: `${NAME}`, `$NAME`. */
const VARIABLE = /\$(\{[^}$]*\}|\w+)/;

/** What another tool should have filled in before the text came here, or undefined. */
export function findTemplating(text: string): string | undefined {
  return TEMPLATING.exec(text)?.[0];
}

/** A variable in a text in which there are none once all parameters have been replaced, or undefined. */
export function findVariable(text: string): string | undefined {
  return VARIABLE.exec(text)?.[0];
}

/** The message for a value that holds such a thing. */
export function notFilledIn(found: string): string {
  return `holds "${shorten(found)}", which nothing fills in here; render it first, or use parameters`;
}

/** The strings below a value that hold templating, by their paths: the message for each. Elsewhere it may be meant. */
export function unfilledTexts(value: JsonValue, path: string): ReadonlyMap<string, string> {
  const messages = new Map<string, string>();
  const visit = (each: JsonValue | undefined, at: string): void => {
    if (typeof each === "string") {
      const found = findTemplating(each);
      if (found !== undefined) messages.set(at, notFilledIn(found));
    } else if (isJsonArray(each))
      each.forEach((item, index) => {
        visit(item, `${at}[${index}]`);
      });
    else if (isJsonObject(each)) for (const [key, field] of Object.entries(each)) visit(field, `${at}.${key}`);
  };
  visit(value, path);
  return messages;
}
