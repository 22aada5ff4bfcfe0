import { isDeepStrictEqual } from "node:util";
import {
  describeProblems,
  isObject,
  jsonText,
  objectOf,
  optional,
  text,
  UNKNOWN,
  type Fields,
  type ObjectOf,
  type ShapeProblem,
} from "../shape";
import type { AwsClient } from "./awsClient";
import type { Properties } from "./structs";

/** How a resource type of Pulumi becomes API calls. */
export interface ResourceDefinition<F extends Fields> {
  /** "aws:ec2/vpc:Vpc" */
  type: string;
  inputs: F;
  /** What the state has besides the inputs; unknown while a creation is previewed. */
  outputs: readonly string[];
  /** The input that is made up from the resource's name where it is not set. */
  autoname?: Autoname<keyof F & string>;
  /** Inputs that an existing one cannot change. */
  replaceOn: readonly (keyof F & string)[];
  /** Whether there can never be two. A name that the program gives is enough for that, too. */
  deleteBeforeReplace?: boolean;
  /** Further inputs that, changed in this way, an existing one cannot take. */
  alsoReplaceOn?(old: ObjectOf<F>, now: ObjectOf<F>): (keyof F & string)[];
  /** Creates it. Calls `setId` as soon as there is something that would have to be deleted. */
  create(work: ResourceWork<F>, setId: (id: string) => void): Promise<void>;
  /** The state of it, or undefined where it is gone. */
  read(work: ExistingResourceWork): Promise<Properties | undefined>;
  update?(work: ResourceWork<F> & { id: string; old: ObjectOf<F> }): Promise<void>;
  delete(work: ExistingResourceWork & { inputs: Partial<ObjectOf<F>> }): Promise<void>;
}

export interface Autoname<Input extends string> {
  input: Input;
  maxLength: number;
  /** What every name begins with. */
  prefix?: string;
}

export interface ResourceWork<F extends Fields> {
  aws: AwsClient;
  inputs: ObjectOf<F>;
  /** All tags, those that the provider adds to each resource included. */
  tags: Readonly<Record<string, string>>;
}

export interface ExistingResourceWork {
  aws: AwsClient;
  id: string;
}

/** A resource type with its inputs as they come from the engine, `tagsAll` and `region` among them. */
export interface ResourceType {
  readonly type: string;
  readonly outputs: readonly string[];
  readonly autoname: Autoname<string> | undefined;
  readonly isTagged: boolean;
  readonly deleteBeforeReplace: boolean;
  /** The inputs with JSON documents as text, which programs may also give as objects. */
  complete(inputs: Properties): Properties;
  problems(inputs: Properties): ShapeProblem[];
  /** Names of the inputs that differ in what they mean. */
  changes(old: Properties, now: Properties): string[];
  replaces(old: Properties, now: Properties, changed: readonly string[]): string[];
  create(aws: AwsClient, inputs: Properties, setId: (id: string) => void): Promise<void>;
  read(aws: AwsClient, id: string): Promise<Properties | undefined>;
  update(aws: AwsClient, id: string, old: Properties, now: Properties): Promise<void>;
  delete(aws: AwsClient, id: string, inputs: Properties): Promise<void>;
}

export function defineResource<F extends Fields>(definition: ResourceDefinition<F>): ResourceType {
  const own = objectOf(definition.inputs);
  const given = objectOf({ ...definition.inputs, region: optional(text) });
  const isTagged = "tags" in definition.inputs;
  const names = [...Object.keys(definition.inputs), ...(isTagged ? ["tagsAll"] : [])];
  const inputsOf = (properties: Properties): ObjectOf<F> => {
    const inputs = ownInputs(properties);
    if (!own.is(inputs)) throw new Error(describeProblems(own.problems(inputs, "")));
    return inputs;
  };
  const workOf = (aws: AwsClient, properties: Properties): ResourceWork<F> => ({
    aws,
    inputs: inputsOf(properties),
    tags: tagsOf(properties),
  });

  return {
    type: definition.type,
    outputs: definition.outputs,
    autoname: definition.autoname,
    isTagged,
    deleteBeforeReplace: definition.deleteBeforeReplace ?? false,
    complete: (inputs) =>
      Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [
          name,
          definition.inputs[name] === jsonText && isObject(value) ? documentOf(value) : value,
        ]),
      ),
    problems: (inputs) => given.problems(inputs, ""),
    changes: (old, now) =>
      names.filter((name) => {
        const normalise = (value: unknown): unknown => definition.inputs[name]?.normalise(value) ?? value;
        return !isDeepStrictEqual(normalise(old[name] ?? undefined), normalise(now[name] ?? undefined));
      }),
    replaces: (old, now, changed) => [
      ...definition.replaceOn.filter((name) => changed.includes(name)),
      ...(definition.alsoReplaceOn?.(inputsOf(old), inputsOf(now)) ?? []),
    ],
    create: (aws, inputs, setId) => definition.create(workOf(aws, inputs), setId),
    read: (aws, id) => definition.read({ aws, id }),
    update: async (aws, id, old, now) => {
      if (definition.update === undefined) throw new Error(`the stand-in cannot change a ${definition.type}`);
      await definition.update({ ...workOf(aws, now), id, old: inputsOf(old) });
    },
    // The state may be of an older program: what of it is not understood is not needed to delete.
    delete: (aws, id, inputs) => {
      const known = ownInputs(inputs);
      return definition.delete({ aws, id, inputs: own.is(known) ? known : {} });
    },
  };
}

function documentOf(value: Properties): string {
  const document = JSON.stringify(value);
  return document.includes(UNKNOWN) ? UNKNOWN : document;
}

function ownInputs(properties: Properties): Properties {
  return Object.fromEntries(
    Object.entries(properties).filter(([name]) => !name.startsWith("__") && name !== "tagsAll" && name !== "region"),
  );
}

function tagsOf({ tagsAll }: Properties): Readonly<Record<string, string>> {
  if (typeof tagsAll !== "object" || tagsAll === null) return {};
  return Object.fromEntries(Object.entries(tagsAll).map(([key, value]) => [key, String(value)]));
}
