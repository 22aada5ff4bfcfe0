import { objectIn, type JsonObject } from "../json";
import { BUILT_IN_PARAMETERS, isBuiltIn, type BuiltInName } from "./builtInParameters";
import { PARAMETER_TYPES, type Parameter } from "./parameters";
import {
  findPlaceholders,
  substitute,
  type ParameterValue,
  type ParameterValues,
  type Placeholder,
} from "./placeholders";
import { nearestName, type Problem, type Report } from "../problem";
import { parseTemplateBody, type TemplateBody } from "./templateBody";

/** A body that is not the same for every pod: what it depends on, and how it was written. */
export interface ParameterizedBody {
  /** The declared parameters that are replaced in it. */
  readonly parameters: readonly Parameter[];
  /** What is known of every pod, as far as it is replaced in it. */
  readonly builtIns: readonly BuiltInName[];
  /** The names of which an escaped placeholder becomes a plain one. */
  readonly toUnescape: ReadonlySet<string>;
  readonly source: JsonObject;
}

/** The body for a pod with these values, or what would be wrong with it. */
export function instantiate(body: ParameterizedBody, values: ParameterValues): TemplateBody | readonly Problem[] {
  const problems: Problem[] = [];
  const replaced = substitute(body.source, "TemplateBody", values, body.toUnescape);
  const instance = parseTemplateBody(objectIn(replaced), "", (path, message) => {
    problems.push({ path: path.replace(/^\./, ""), message });
  });
  return problems.length > 0 ? problems : instance;
}

/** The parameterized body, or undefined where nothing in it depends on the pod. */
export function findParameters(
  source: JsonObject,
  parameters: readonly Parameter[],
  path: string,
): ParameterizedBody | undefined {
  const places = findPlaceholders(source, "TemplateBody", path);
  const namesOf = (some: readonly Placeholder[]): ReadonlySet<string> => new Set(some.map(({ name }) => name));
  const isKnown = (name: string): boolean => isBuiltIn(name) || parameters.some((parameter) => parameter.name === name);
  const known = places.filter(({ name }) => isKnown(name));
  if (known.length === 0) return undefined;
  const replaced = namesOf(known.filter(({ isEscaped }) => !isEscaped));
  return {
    parameters: parameters.filter(({ name }) => replaced.has(name)),
    builtIns: [...replaced].filter(isBuiltIn),
    toUnescape: namesOf(known),
    source,
  };
}

/**
 * Checks a body as it would be in some pod: with the defaults of its parameters, and examples where there are none.
 * What is wrong with an example alone is no problem: it is found in the pod that brings such a value. It may show in
 * another place, such as the second of two equal names, so only what is wrong with either of two examples counts.
 */
export function checkSpecimen(body: ParameterizedBody, path: string, report: Report): TemplateBody {
  const values = exampleValues(body, 0);
  const places = replacedIn(body, path);
  const unchecked = new Set(places.filter(({ name }) => isExample(name, body)).map((place) => place.path));
  for (const place of places) {
    const fault = typeFault(place, values);
    if (fault === undefined) continue;
    report(place.path, fault);
    unchecked.add(place.path);
  }
  const alsoWrong = new Set<string>();
  parseExample(body, exampleValues(body, 1), path, (at) => void alsoWrong.add(at));
  return parseExample(body, values, path, (at, message) => {
    if (!unchecked.has(at) && alsoWrong.has(at)) report(at, message);
  });
}

/** The body as it would be in another pod than the one of `checkSpecimen`, with other examples wherever it has some. */
export function secondSpecimen(body: ParameterizedBody): TemplateBody {
  return parseExample(body, exampleValues(body, 1), "", () => undefined);
}

function parseExample(
  { source, toUnescape }: ParameterizedBody,
  values: ParameterValues,
  path: string,
  report: Report,
): TemplateBody {
  const replaced = substitute(source, "TemplateBody", values, toUnescape);
  return parseTemplateBody(objectIn(replaced), path, report);
}

/** What stands in the place of a parameter while no pod is known: its default, or a mere example. */
export type StandIn = "default" | "example";

/** The places of parameters in a body, by their paths, and what stands there in the specimen. */
export type ParameterPlaces = ReadonlyMap<string, StandIn>;

export function parameterPlaces(body: ParameterizedBody | undefined, path: string): ParameterPlaces {
  const places = new Map<string, StandIn>();
  if (body === undefined) return places;
  for (const { name, path: at } of replacedIn(body, path))
    places.set(at, isExample(name, body) ? "example" : (places.get(at) ?? "default"));
  return places;
}

function replacedIn(body: ParameterizedBody, path: string): readonly Placeholder[] {
  const isReplaced = (name: string): boolean =>
    body.builtIns.some((builtIn) => builtIn === name) || body.parameters.some((parameter) => parameter.name === name);
  return findPlaceholders(body.source, "TemplateBody", path).filter(
    ({ name, isEscaped }) => !isEscaped && isReplaced(name),
  );
}

function isExample(name: string, { parameters }: ParameterizedBody): boolean {
  return isBuiltIn(name) || parameters.some((parameter) => parameter.name === name && parameter.default === undefined);
}

/** One of two sets of values. Where there is no default they differ from each other, and in the second one all do. */
function exampleValues({ parameters, builtIns }: ParameterizedBody, which: 0 | 1): ParameterValues {
  const values = new Map<string, ParameterValue>();
  for (const { name, type, default: value } of parameters)
    values.set(name, value ?? PARAMETER_TYPES[type].examples[which](values.size));
  for (const name of builtIns) {
    const { example } = BUILT_IN_PARAMETERS[name];
    const type = typeof example === "number" ? "integer" : "string";
    values.set(name, which === 0 ? example : PARAMETER_TYPES[type].examples[1](values.size));
  }
  return values;
}

const WANTED: Readonly<Record<string, { words: string; type: string }>> = {
  int32: { words: "a whole number", type: "integer" },
  int64: { words: "a whole number", type: "integer" },
  boolean: { words: "true or false", type: "boolean" },
};

function typeFault({ name, fieldType, isWhole }: Placeholder, values: ParameterValues): string | undefined {
  const wanted = WANTED[fieldType];
  if (wanted === undefined) return undefined;
  const given = typeof values.get(name);
  if (isWhole && given === (wanted.type === "integer" ? "number" : "boolean")) return undefined;
  return `must be ${wanted.words}: give it as a whole by a parameter of type ${wanted.type}, not "${name}" within a text`;
}

/**
 * What in a template's placeholders is hardly meant.
 * @param isOwn whether a parameter stands in the template itself: one of its preset's may be of no use any more
 */
export function placeholderWarnings(
  source: JsonObject,
  parameters: readonly Parameter[],
  isOwn: (parameter: string) => boolean,
  path: string,
): readonly Problem[] {
  const known = [...parameters.map(({ name }) => name), ...Object.keys(BUILT_IN_PARAMETERS)];
  const places = findPlaceholders(source, "TemplateBody", path);
  const misspelt = places.flatMap(({ name, path: at, isEscaped }) => {
    const later = KNOWN_LATER.get(name);
    if (later !== undefined) return isEscaped ? [] : [{ path: at, message: knownLater(name, later) }];
    const nearest = known.includes(name) ? undefined : nearestName(name, known.filter(isLikely(name)));
    const message = `\${${name}} is no parameter and stays as it is; did you mean \${${nearest ?? ""}}?`;
    return nearest === undefined ? [] : [{ path: at, message }];
  });
  const used = new Set(places.flatMap(({ name, isEscaped }) => (isEscaped ? [] : [name])));
  const unused = parameters
    .filter(({ name }) => isOwn(name) && !used.has(name))
    .map(({ name }) => {
      const nearest = nearestName(
        name,
        parameters.map((each) => each.name).filter((each) => used.has(each)),
      );
      const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
      return { path: `${path}.parameters.${name}`, message: `is used nowhere in metadata or spec${hint}` };
    });
  const open = parameters.flatMap((parameter) => commandWarning(parameter, places));
  return [...misspelt, ...unused, ...open];
}

/**
 * What people look for among the built-in parameters, and where it is told: there is no such value yet while a pod is
 * being created. Source: the fields that `fieldRef` takes in an environment variable.
 */
const KNOWN_LATER: ReadonlyMap<string, string> = new Map([
  ["pod.name", "metadata.name"],
  ["metadata.name", "metadata.name"],
  ["pod.uid", "metadata.uid"],
  ["metadata.uid", "metadata.uid"],
  ["pod.nodeName", "spec.nodeName"],
  ["spec.nodeName", "spec.nodeName"],
  ["pod.ip", "status.podIP"],
  ["pod.podIP", "status.podIP"],
  ["status.podIP", "status.podIP"],
  ["pod.hostIP", "status.hostIP"],
  ["status.hostIP", "status.hostIP"],
]);

function knownLater(name: string, fieldPath: string): string {
  return `\${${name}} stays as it is: it is known only after admission; use an environment variable with fieldRef: ${fieldPath}`;
}

/** A shell's own variables are written in capitals, so they are hardly meant for a parameter that is not. */
function isLikely(name: string): (parameter: string) => boolean {
  const isShouted = (text: string): boolean => text === text.toUpperCase();
  return (parameter) => isShouted(parameter) || !isShouted(name);
}

/** Whoever creates a pod writes its annotations: without a pattern they write the sidecar's command line. */
function commandWarning(
  { name, source, type, pattern }: Parameter,
  places: readonly Placeholder[],
): readonly Problem[] {
  if (source === undefined || type !== "string" || pattern !== undefined) return [];
  const place = places.find(
    (each) => each.name === name && !each.isEscaped && /\.(command|args|exec\.command)\[\d+\]$/.test(each.path),
  );
  if (place === undefined) return [];
  const message = `\${${name}} has no pattern: whoever creates a pod can write anything into this command`;
  return [{ path: place.path, message }];
}
