import { createHash } from "node:crypto";
import { appMeshBody, type AppMeshBody, type NoAppMeshBody } from "../appMesh/appMeshBody";
import type { AppMeshTemplate } from "../appMesh/appMeshTemplate";
import { parseAppMeshBody } from "../appMesh/parseAppMeshBody";
import { compileLabelSelector, type Labels } from "../configuration/labelSelector";
import { instantiate, type ParameterizedBody } from "../configuration/parameterizedBody";
import type { SidecarTemplate } from "../configuration/parseTemplate";
import type { ParameterValues } from "../configuration/placeholders";
import { formatProblem, type Problem } from "../problem";
import { parseTemplateBody, type TemplateBody } from "../configuration/templateBody";
import { NO_SIZING, type Sizing } from "../configuration/sizing";
import { formatFinding } from "../lint/formatFinding";
import { neverRuns } from "../lint/levels";
import type { LintLevels } from "../lint/lintRule";
import { lintTemplate } from "../lint/lintTemplate";
import { remember } from "../remember";
import { compileWildcard } from "../wildcard";
import type { ClusterFeatures } from "./clusterFeatures";
import { layOut, type Layout } from "./layOut";
import type { PodBefore } from "./podBefore";
import { readParameters, type UnreadParameters } from "./podParameters";

/** A template made ready for many pods: patterns are functions, and what it adds is laid out for the cluster at hand. */
export interface CompiledTemplate {
  readonly kind: "template";
  readonly name: string;
  readonly optIn: boolean;
  readonly matchesNamespace: (namespace: string) => boolean;
  readonly matchesLabels: (labels: Labels) => boolean;
  /** What this pod gets of it, or why its parameters do not allow to tell. */
  readonly bind: (pod: PodBefore) => BoundTemplate | Unbound;
  /** What stands for the template in a pod whose parameters cannot be read any more. */
  readonly unbound: BoundTemplate;
}

/** Why a template that is for a pod cannot be filled in for it. */
export type Unbound = UnreadParameters | NoAppMeshBody | Unsupported;

/** Something in it can never run on Fargate. */
interface Unsupported {
  readonly reason: "not-supported-on-fargate";
  readonly detail: string;
}

/** A template with errors of which no good version is known. */
export interface CompiledInvalidTemplate {
  readonly kind: "invalid";
  readonly name: string;
}

/** A template with the values of one pod in the place of its parameters. */
export interface BoundTemplate extends Layout {
  readonly name: string;
  readonly hash: string;
  readonly sizing: Sizing;
  /** Levels of lint rules that the user has set for this template. */
  readonly lint: LintLevels;
  /** The same for the same template with the same values in pods that are alike in whether they end. */
  readonly key: string;
}

const NOTHING = parseTemplateBody({}, "", () => undefined);

/**
 * The key of a template with longer values is not remembered, nor what goes by it: a pod may bring an annotation of
 * megabytes. The name of the template alone may have 253 characters.
 */
export const LONGEST_REMEMBERED_KEY = 1_300;

/** A longer body is not remembered either. Its text is its key, and so longer than any that is remembered. */
const LONGEST_REMEMBERED_BODY = 20_000;

/** How many sets of values a template is kept ready for: as many as a cluster has of what differs, such as owners. */
const REMEMBERED_VALUES = 200;

/** `levels` are those that the user has set for all templates; a template's own ones go before them. */
export function compileTemplate(
  template: SidecarTemplate,
  features: ClusterFeatures,
  levels: LintLevels,
): CompiledTemplate {
  const { name, parameterized, sizing } = template;
  const lint = new Map([...levels, ...template.lint]);
  const lay = layWith(template, sizing, lint, features);
  const bind = parameterized === undefined ? bindSame(template, lint, lay) : bindValues(name, parameterized, lint, lay);
  return compiled(template, lay, bind);
}

export function compileAppMeshTemplate(
  template: AppMeshTemplate,
  features: ClusterFeatures,
  levels: LintLevels,
): CompiledTemplate {
  const lint = new Map([...levels, ...template.lint]);
  const lay = layWith(template, NO_SIZING, lint, features);
  return compiled(template, lay, bindAppMesh(template, features, lint, lay));
}

function compiled(
  { name, optIn, namespaces, podSelector }: SidecarTemplate | AppMeshTemplate,
  lay: Lay,
  bind: CompiledTemplate["bind"],
): CompiledTemplate {
  const patterns = namespaces.map(compileWildcard);
  return {
    kind: "template",
    name,
    optIn,
    matchesNamespace: (namespace) => patterns.some((matches) => matches(namespace)),
    matchesLabels: compileLabelSelector(podSelector),
    bind,
    unbound: lay(`${name} unbound`, NOTHING, false),
  };
}

type Lay = (key: string, body: TemplateBody, podEnds: boolean) => BoundTemplate;

function layWith(
  { name, hash }: { readonly name: string; readonly hash: string },
  sizing: Sizing,
  lint: LintLevels,
  features: ClusterFeatures,
): Lay {
  return (key, body, podEnds) => ({
    name,
    hash,
    sizing,
    lint,
    key,
    ...layOut(body, features, podEnds),
  });
}

/** Every pod gets the same, but for whether it ends. */
function bindSame(template: SidecarTemplate, lint: LintLevels, lay: Lay): CompiledTemplate["bind"] {
  const unsupported = whatNeverRuns(template, lint);
  if (unsupported !== undefined) return () => unsupported;
  const lasting = lay(template.name, template, false);
  const ending = lay(`${template.name} ends`, template, true);
  return ({ ends }) => (ends ? ending : lasting);
}

function bindValues(name: string, body: ParameterizedBody, lint: LintLevels, lay: Lay): CompiledTemplate["bind"] {
  const work = (key: string, values: ParameterValues, podEnds: boolean): BoundTemplate | Unbound => {
    const instance = instantiate(body, values);
    if ("spec" in instance) return whatNeverRuns(instance, lint) ?? lay(key, instance, podEnds);
    const [first] = instance;
    return { reason: "bad-parameter", detail: first === undefined ? "" : formatProblem(first) };
  };
  const bound = remember(REMEMBERED_VALUES, work);
  return (pod) => {
    const values = readParameters(body, pod);
    if ("reason" in values) return values;
    const key = `${pod.ends ? "ends" : "lasts"} ${name} ${JSON.stringify([...values.values()])}`;
    return key.length > LONGEST_REMEMBERED_KEY ? work(key, values, pod.ends) : bound(key, values, pod.ends);
  };
}

/** What App Mesh adds depends on so much of a pod that the whole of it is the key: pods of one Deployment get the same. */
function bindAppMesh(
  template: AppMeshTemplate,
  features: ClusterFeatures,
  lint: LintLevels,
  lay: Lay,
): CompiledTemplate["bind"] {
  const work = (digest: string, body: AppMeshBody, { ends, fargateProfile }: PodBefore): BoundTemplate | Unbound => {
    const problems: Problem[] = [];
    const instance = parseAppMeshBody(body, "", (path, message) => void problems.push({ path, message }));
    const [first] = problems;
    if (first !== undefined) return { reason: "bad-annotation", detail: formatProblem(atRoot(first)) };
    const unsupported = fargateProfile === "" ? undefined : whatNeverRuns(instance, lint);
    return unsupported ?? lay(`${template.name} ${digest}`, instance, ends);
  };
  const bound = remember(REMEMBERED_VALUES, work);
  return (pod) => {
    const body = appMeshBody(template, features, pod);
    if ("reason" in body) return body;
    const text = JSON.stringify([body, pod.ends, pod.fargateProfile === ""]);
    if (text.length > LONGEST_REMEMBERED_BODY) return work(text, body, pod);
    return bound(createHash("sha256").update(text).digest("base64"), body, pod);
  };
}

/** What of a template's body keeps a pod from running on Fargate, where the user does not say otherwise. */
function whatNeverRuns(body: TemplateBody, lint: LintLevels): Unsupported | undefined {
  // Whether it is too large is a question of the pod, and of what it can be fitted into.
  const finding = lintTemplate(body, "").find(({ rule }) => rule !== "too-large" && neverRuns(rule, lint));
  if (finding === undefined) return undefined;
  return { reason: "not-supported-on-fargate", detail: formatFinding(atRoot(finding)) };
}

/** The same with a path that begins at the body, and not below the name of its template. */
function atRoot<Placed extends { readonly path: string }>(placed: Placed): Placed {
  return { ...placed, path: placed.path.replace(/^\./, "") };
}
