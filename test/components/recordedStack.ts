// Runs a Pulumi program without an engine and records what it registers. It stands in for the engine and its providers:
// every resource is created at once, and a provider returns what a real one does as far as our programs look at it.
import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { MockMonitor, setMocks, type MockResourceResult } from "@pulumi/pulumi/runtime/mocks";
import { setMockOptions } from "@pulumi/pulumi/runtime/settings";
import { arnOf, awsFunction, eksClusterOutputs } from "./recordedAws";

export interface RecordedResource {
  urn: string;
  type: string;
  name: string;
  parent: string;
  /** Inputs as the provider gets them, secrets unwrapped; unknown values are left out. */
  inputs: Record<string, unknown>;
  /** Whether an input, or a part of it, is a secret. */
  hasSecrets: boolean;
  /** URNs given by `dependsOn` and by inputs that are another resource's outputs. */
  dependencies: readonly string[];
  /** URNs behind each input. */
  propertyDependencies: Readonly<Record<string, readonly string[]>>;
  provider: string;
  ignoreChanges: readonly string[];
}

export interface RecordedStack {
  /** In the order of registration. */
  resources: readonly RecordedResource[];
  /** The only resource whose type ends like this, such as `:Deployment`. */
  only: (typeEnd: string) => RecordedResource;
  has: (typeEnd: string) => boolean;
}

export interface RecordOptions {
  /** Runs the program as `pulumi preview` does: what a provider makes up is unknown. */
  preview?: boolean;
  /** Availability zones that the region has for EKS. */
  availabilityZones?: readonly string[];
}

/** Runs the program as the whole stack. Rejects with the error that ends it. */
export async function recordStack(program: () => unknown, options: RecordOptions = {}): Promise<RecordedStack> {
  const preview = options.preview ?? false;
  const monitor = new RecordingMonitor({
    newResource: (args) => createResource(args, preview),
    call: ({ token }) => awsFunction(token, options.availabilityZones),
  });
  await setMocks(monitor.mocks, "project", "stack", preview);
  setMockOptions(monitor, "project", "stack", preview);
  await pulumi.runtime.runInPulumiStack(() => Promise.resolve(program()));
  await pulumi.runtime.disconnect();
  return recordedStack(monitor.recorded);
}

/**
 * Groups of resources in the order in which the engine deletes them: a resource goes only after everything that depends
 * on it, be it by `dependsOn`, an input, its parent or its provider (pulumi: pkg/resource/deploy/step_generator.go).
 */
export function deletionOrder({ resources }: RecordedStack): string[][] {
  const left = new Map(resources.map((resource) => [resource.urn, new Set(neededBy(resource))]));
  const groups: string[][] = [];
  while (left.size > 0) {
    const creatable = [...left].filter(([, needs]) => ![...needs].some((urn) => left.has(urn))).map(([urn]) => urn);
    if (creatable.length === 0) throw new Error(`dependency cycle among ${[...left.keys()].join(", ")}`);
    for (const urn of creatable) left.delete(urn);
    groups.unshift(creatable.map(typeOf));
  }
  return groups;
}

function neededBy({ parent, provider, dependencies, propertyDependencies }: RecordedResource): string[] {
  const providerUrn = provider.slice(0, provider.lastIndexOf("::"));
  return [parent, providerUrn, ...dependencies, ...Object.values(propertyDependencies).flat()].filter(
    (urn) => urn !== "",
  );
}

/** The type that a URN ends with: `kubernetes:core/v1:Secret`. */
export function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").pop() ?? urn;
}

/** The value at a path of a resource's inputs, or undefined where there is none. */
export function inputAt(resource: RecordedResource, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    resource.inputs,
  );
}

class RecordingMonitor extends MockMonitor {
  readonly recorded: RecordedResource[] = [];

  override async registerResource(
    request: RegisterResourceRequest,
    callback: (error: unknown, response: { getUrn(): string } | undefined) => void,
  ): Promise<void> {
    await super.registerResource(request, (error: unknown, response: { getUrn(): string } | undefined) => {
      if (response !== undefined) this.recorded.push(recordOf(request, response.getUrn()));
      callback(error, response);
    });
  }
}

function recordOf(request: RegisterResourceRequest, urn: string): RecordedResource {
  const wire = request.getObject()?.toJavaScript() ?? {};
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, property) => {
    propertyDependencies[property] = dependencies.getUrnsList();
  });
  return {
    urn,
    type: request.getType(),
    name: request.getName(),
    parent: request.getParent(),
    inputs: Object.fromEntries(Object.entries(wire).map(([key, value]: [string, unknown]) => [key, plain(value)])),
    hasSecrets: JSON.stringify(wire).includes(SECRET_SIGNATURE),
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    provider: request.getProvider(),
    ignoreChanges: request.getIgnorechangesList(),
  };
}

/** How secrets and unknown values look on the wire (pulumi: sdk/nodejs/runtime/rpc.ts). */
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";
const UNKNOWN_VALUE = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

function plain(value: unknown): unknown {
  if (value === UNKNOWN_VALUE) return undefined;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  if (Object.values(value).includes(SECRET_SIGNATURE) && "value" in value) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

/** Long ago, so that nothing waits for the webhook to settle. */
const CREATION_TIMESTAMP = "2020-01-01T00:00:00Z";

/** In a time zone, as a provider writes it that runs in one. */
const VALIDITY_END_TIME = "2100-01-01T01:00:00+01:00";

interface NewResource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
}

function createResource({ type, name, inputs }: NewResource, preview: boolean): MockResourceResult {
  if (type.startsWith("kubernetes:")) {
    const metadata = typeof inputs.metadata === "object" ? inputs.metadata : {};
    const made = preview ? {} : { name: `${name}-a1b2c3d4`, creationTimestamp: CREATION_TIMESTAMP };
    return { id: preview ? undefined : name, state: { ...inputs, metadata: { ...made, ...metadata } } };
  }
  if (type.startsWith("tls:") && !preview) {
    const text = (field: string): Record<string, string> => ({ [field]: `${field} of ${name}` });
    const texts = { ...text("certPem"), ...text("privateKeyPem"), ...text("certRequestPem") };
    return { id: name, state: { ...texts, validityEndTime: VALIDITY_END_TIME, ...inputs } };
  }
  if (type.startsWith("aws:") && !preview) return { id: name, state: { arn: arnOf(type, name), ...inputs } };
  if (type === "eks:index:Cluster" && !preview)
    return { id: undefined, state: { ...inputs, ...eksClusterOutputs(inputs) } };
  return { id: preview ? undefined : name, state: inputs };
}

function recordedStack(resources: readonly RecordedResource[]): RecordedStack {
  const ending = (typeEnd: string): RecordedResource[] => resources.filter(({ type }) => type.endsWith(typeEnd));
  return {
    resources,
    has: (typeEnd) => ending(typeEnd).length > 0,
    only: (typeEnd) => {
      const [resource, ...others] = ending(typeEnd);
      if (resource !== undefined && others.length === 0) return resource;
      throw new Error(`${resource === undefined ? 0 : others.length + 1} resources of a type that ends in ${typeEnd}`);
    },
  };
}
