import { randomBytes } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { isObject, UNKNOWN, type ShapeProblem } from "../shape";
import type { AwsClient } from "./awsClient";
import { providerConfiguration, type ProviderConfiguration } from "./providerConfiguration";
import type { ResourceType } from "./resourceType";
import type { Properties } from "./structs";

/** What changed, and which of it an existing resource cannot take. */
export interface ResourceDiff {
  changes: string[];
  replaces: string[];
  deleteBeforeReplace: boolean;
}

export interface ResourceState {
  id: string;
  outputs: Properties;
  inputs: Properties;
}

/** A resource that is there, but not as it was to be; the state has to know it. */
export class HalfMadeResource extends Error {
  override readonly name = "HalfMadeResource";

  constructor(
    message: string,
    readonly state: ResourceState,
  ) {
    super(message);
  }
}

/** Where the inputs tell which of them were made up, as in the state of the real provider. */
const DEFAULTS = "__defaults";

/** The life of resources, as the engine asks for it: the rules that all types share. */
export class ResourceProvider {
  private configuration: ProviderConfiguration = { defaultTags: {} };

  constructor(
    private readonly aws: AwsClient,
    private readonly types: ReadonlyMap<string, ResourceType>,
  ) {}

  /** @throws Error where the configuration is not one for this account */
  async configure(properties: Properties): Promise<void> {
    this.configuration = providerConfiguration(properties);
    const { region } = this.configuration;
    const actual = (await this.aws.account()).at("region").text;
    if (region !== undefined && region !== actual)
      throw new Error(`the stand-in for AWS has only the region ${actual}, the provider is configured for ${region}`);
  }

  /** The inputs with those that are made up, and what is wrong with them. */
  check(
    type: string,
    name: string,
    old: Properties,
    given: Properties,
  ): { inputs: Properties; problems: ShapeProblem[] } {
    const resource = this.typeOf(type);
    const own = Object.entries(given).filter(([key, value]) => value !== null && key !== "tagsAll" && key !== DEFAULTS);
    const inputs: Record<string, unknown> = { ...resource.complete(Object.fromEntries(own)) };
    const problems = resource.problems(inputs);
    const madeUp: string[] = [];
    if (resource.autoname !== undefined) {
      const { input, maxLength, prefix: fixed = "" } = resource.autoname;
      const prefix = inputs.namePrefix;
      if (inputs[input] === undefined) {
        const wasMadeUp = listOf(old[DEFAULTS]).includes(input);
        const random = randomBytes(4).toString("hex").slice(0, 7);
        const base = typeof prefix === "string" ? prefix : `${fixed}${name.slice(0, maxLength - fixed.length - 8)}-`;
        inputs[input] = wasMadeUp ? old[input] : `${base}${random}`;
        madeUp.push(input);
      }
    }
    if (resource.isTagged) inputs.tagsAll = this.tagsAll(inputs.tags);
    return { inputs: { ...inputs, [DEFAULTS]: madeUp }, problems };
  }

  diff(type: string, old: Properties, now: Properties): ResourceDiff {
    const resource = this.typeOf(type);
    const changes = resource.changes(old, now);
    const replaces = resource.replaces(old, now, changes);
    const isUnique = resource.deleteBeforeReplace || keepsGivenName(resource, old, now);
    return { changes, replaces, deleteBeforeReplace: replaces.length > 0 && isUnique };
  }

  /** What a creation would give, as far as it can be told. */
  previewCreate(type: string, inputs: Properties): Properties {
    const resource = this.typeOf(type);
    return { ...Object.fromEntries(resource.outputs.map((name) => [name, UNKNOWN])), ...visible(inputs) };
  }

  /** @throws HalfMadeResource where something exists, but the creation did not come to its end */
  async create(type: string, inputs: Properties): Promise<ResourceState> {
    const resource = this.typeOf(type);
    let id: string | undefined;
    try {
      await resource.create(this.aws, inputs, (known) => {
        id = known;
      });
      if (id === undefined) throw new Error(`the stand-in created a ${type} without id`);
      return await this.stateOf(resource, id, inputs);
    } catch (error) {
      if (id === undefined) throw error;
      throw new HalfMadeResource(messageOf(error), await this.stateAfterFailure(resource, id, inputs));
    }
  }

  /** What an update would give. */
  previewUpdate(type: string, old: Properties, inputs: Properties): Properties {
    this.typeOf(type);
    return { ...old, ...visible(inputs) };
  }

  async update(type: string, id: string, old: Properties, inputs: Properties): Promise<Properties> {
    const resource = this.typeOf(type);
    // Also where nothing changed: the engine asks for it after a creation that did not come to its end.
    if (resource.changes(old, inputs).length > 0) await resource.update(this.aws, id, old, inputs);
    return (await this.stateOf(resource, id, inputs)).outputs;
  }

  /** What is there now; undefined where it is gone. Inputs follow what they stand for. */
  async read(type: string, id: string, inputs: Properties): Promise<ResourceState | undefined> {
    const resource = this.typeOf(type);
    const found = await resource.read(this.aws, id);
    if (found === undefined) return undefined;
    const outputs = this.withTags(found, inputs);
    const following = Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => {
        const now = name === "tags" || name === "tagsAll" ? outputs[name] : asFarAsGiven(value, outputs[name]);
        return [name, resource.changes({ [name]: value }, { [name]: now }).length === 0 ? value : now];
      }),
    );
    return { id, outputs: { ...visible(following), ...outputs }, inputs: following };
  }

  async delete(type: string, id: string, inputs: Properties): Promise<void> {
    await this.typeOf(type).delete(this.aws, id, inputs);
  }

  private typeOf(type: string): ResourceType {
    const resource = this.types.get(type);
    if (resource === undefined) throw new Error(`this stand-in for the aws provider has no resource ${type}`);
    return resource;
  }

  private async stateOf(resource: ResourceType, id: string, inputs: Properties): Promise<ResourceState> {
    const found = await resource.read(this.aws, id);
    if (found === undefined) throw new Error(`${resource.type} ${id} is gone`);
    return { id, outputs: { ...visible(inputs), ...this.withTags(found, inputs) }, inputs };
  }

  private stateAfterFailure(resource: ResourceType, id: string, inputs: Properties): Promise<ResourceState> {
    return this.stateOf(resource, id, inputs).catch(() => ({ id, outputs: visible(inputs), inputs }));
  }

  /** `tags` of what was read are all tags, of which some were never asked for by the program. */
  private withTags(found: Properties, inputs: Properties): Properties {
    if (!("tags" in found)) return found;
    const all = recordOf(found.tags);
    const own = recordOf(inputs.tags);
    const tags = Object.entries(all).filter(
      ([key, value]) => key in own || this.configuration.defaultTags[key] !== value,
    );
    return { ...found, tags: tags.length > 0 || "tags" in inputs ? Object.fromEntries(tags) : undefined, tagsAll: all };
  }

  private tagsAll(tags: unknown): Properties | string | undefined {
    if (tags === UNKNOWN) return UNKNOWN;
    return { ...this.configuration.defaultTags, ...recordOf(tags) };
  }
}

/** A name that the program gives cannot be had twice, so the old one has to go first. As the real provider decides. */
function keepsGivenName(resource: ResourceType, old: Properties, now: Properties): boolean {
  if (resource.autoname === undefined) return false;
  const { input } = resource.autoname;
  return !listOf(now[DEFAULTS]).includes(input) && isDeepStrictEqual(old[input], now[input]);
}

/** What was found for an input, without what the program left to AWS, and with what AWS does not tell. */
function asFarAsGiven(given: unknown, found: unknown): unknown {
  if (found === undefined) return given;
  if (!isObject(given) || !isObject(found)) return found;
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, asFarAsGiven(value, found[name])]));
}

function visible(inputs: Properties): Properties {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function recordOf(value: unknown): Properties {
  return isObject(value) ? value : {};
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
