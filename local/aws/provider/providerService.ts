import { Metadata, status, type sendUnaryData, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { ResourceProviderService, type IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { withoutSecretMarks, withSecretMarks, type Unmarked } from "./secrets";
import { fromStruct, toStruct, type Properties } from "./structs";
import { HalfMadeResource, type ResourceProvider } from "./resourceProvider";

/** What of Pulumi's ResourceProvider service is served; the rest answers UNIMPLEMENTED. */
type Served = Pick<
  IResourceProviderServer,
  | "attach"
  | "cancel"
  | "check"
  | "configure"
  | "create"
  | "delete"
  | "diff"
  | "getPluginInfo"
  | "getSchema"
  | "invoke"
  | "read"
  | "update"
>;

export interface ProviderServiceOptions {
  version: string;
  resources: ResourceProvider;
  /** Runs a function of the provider. */
  invoke: (token: string, parameters: Properties) => Promise<Properties>;
  /** Ends what is under way. */
  cancel: () => void;
}

/** Pulumi's ResourceProvider as a gRPC service. What is secret among the inputs of a resource is so among its outputs. */
export function providerService(options: ProviderServiceOptions): UntypedServiceImplementation {
  const { version, resources, invoke, cancel } = options;
  const methods: Served = {
    getPluginInfo: (_call, respond) => {
      respond(null, new plugin.PluginInfo().setVersion(version));
    },
    getSchema: (_call, respond) => {
      respond(null, new provider.GetSchemaResponse().setSchema("{}"));
    },
    attach: (_call, respond) => {
      respond(null, ResourceProviderService.attach.responseDeserialize(Buffer.alloc(0)));
    },
    cancel: (_call, respond) => {
      cancel();
      respond(null, ResourceProviderService.cancel.responseDeserialize(Buffer.alloc(0)));
    },
    configure: ({ request }, respond) => {
      answer(respond, async () => {
        await resources.configure(plain(request.getArgs()));
        return new provider.ConfigureResponse().setSupportspreview(true).setAcceptsecrets(true);
      });
    },
    check: ({ request }, respond) => {
      answer(respond, () => {
        const [type, name] = typeAndName(request.getUrn());
        const { properties, secrets } = unmarked(request.getNews());
        const { inputs, problems } = resources.check(type, name, plain(request.getOlds()), properties);
        const failures = problems.map(({ path, message }) =>
          new provider.CheckFailure().setProperty(path).setReason(`${path} ${message}`),
        );
        return new provider.CheckResponse()
          .setInputs(toStruct(withSecretMarks(inputs, secrets)))
          .setFailuresList(failures);
      });
    },
    diff: ({ request }, respond) => {
      answer(respond, () => {
        const [type] = typeAndName(request.getUrn());
        const diff = resources.diff(type, plain(request.getOldInputs()), plain(request.getNews()));
        const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
        return new provider.DiffResponse()
          .setChanges(diff.changes.length > 0 ? DIFF_SOME : DIFF_NONE)
          .setDiffsList(diff.changes)
          .setReplacesList(diff.replaces)
          .setDeletebeforereplace(diff.deleteBeforeReplace);
      });
    },
    create: ({ request }, respond) => {
      answer(respond, async () => {
        const [type] = typeAndName(request.getUrn());
        const { properties: inputs, secrets } = unmarked(request.getProperties());
        const { id, outputs } = request.getPreview()
          ? { id: "", outputs: resources.previewCreate(type, inputs) }
          : await withSecretState(secrets, () => resources.create(type, inputs));
        return new provider.CreateResponse().setId(id).setProperties(toStruct(withSecretMarks(outputs, secrets)));
      });
    },
    read: ({ request }, respond) => {
      answer(respond, async () => {
        const [type] = typeAndName(request.getUrn());
        const { properties, secrets } = unmarked(request.getInputs());
        const found = await resources.read(type, request.getId(), properties);
        // An answer without id says that it is gone.
        if (found === undefined) return new provider.ReadResponse();
        return new provider.ReadResponse()
          .setId(found.id)
          .setProperties(toStruct(withSecretMarks(found.outputs, secrets)))
          .setInputs(toStruct(withSecretMarks(found.inputs, secrets)));
      });
    },
    update: ({ request }, respond) => {
      answer(respond, async () => {
        const [type] = typeAndName(request.getUrn());
        const { properties: inputs, secrets } = unmarked(request.getNews());
        const outputs = request.getPreview()
          ? resources.previewUpdate(type, plain(request.getOlds()), inputs)
          : await resources.update(type, request.getId(), plain(request.getOldInputs()), inputs);
        return new provider.UpdateResponse().setProperties(toStruct(withSecretMarks(outputs, secrets)));
      });
    },
    delete: ({ request }, respond) => {
      answer(respond, async () => {
        const [type] = typeAndName(request.getUrn());
        await resources.delete(type, request.getId(), plain(request.getOldInputs()));
        return ResourceProviderService.delete.responseDeserialize(Buffer.alloc(0));
      });
    },
    invoke: ({ request }, respond) => {
      answer(respond, async () => {
        const result = await invoke(request.getTok(), plain(request.getArgs()));
        return new provider.InvokeResponse().setReturn(toStruct(result));
      });
    },
  };
  return methods;
}

/** Type and name of a resource, of `urn:pulumi:stack::project::parentType$type::name`. */
function typeAndName(urn: string): [type: string, name: string] {
  const [, , types = "", ...name] = urn.split("::");
  return [types.split("$").at(-1) ?? "", name.join("::")];
}

type WireProperties = Parameters<typeof fromStruct>[0];

function unmarked(struct: WireProperties): Unmarked {
  return withoutSecretMarks(fromStruct(struct));
}

function plain(struct: WireProperties): Properties {
  return unmarked(struct).properties;
}

/** Marks the secrets also in the state of what was half made. */
async function withSecretState<Result>(secrets: readonly string[], work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof HalfMadeResource)) throw error;
    const { id, outputs, inputs } = error.state;
    throw new HalfMadeResource(error.message, {
      id,
      outputs: withSecretMarks(outputs, secrets),
      inputs: withSecretMarks(inputs, secrets),
    });
  }
}

function answer<Response>(respond: sendUnaryData<Response>, work: () => Response | Promise<Response>): void {
  Promise.resolve()
    .then(work)
    .then(
      (response) => {
        respond(null, response);
      },
      (error: unknown) => {
        const details = error instanceof Error ? describe(error) : String(error);
        const metadata = error instanceof HalfMadeResource ? halfMadeDetails(error) : new Metadata();
        respond({ code: status.UNKNOWN, details, metadata });
      },
    );
}

/** Errors of AWS with their code, as its SDKs put it. */
function describe(error: Error): string {
  return "code" in error && typeof error.code === "string" ? `${error.code}: ${error.message}` : error.message;
}

/** How a provider hands over the state of what it has begun to make: an error in the details of the gRPC status. */
function halfMadeDetails({ message, state }: HalfMadeResource): Metadata {
  const failed = new provider.ErrorResourceInitFailed()
    .setId(state.id)
    .setProperties(toStruct(state.outputs))
    .setInputs(toStruct(state.inputs))
    .setReasonsList([message]);
  // Reading a status with one empty detail makes one of the right copy of google-protobuf; see structs.ts.
  const rpcStatus = Status.deserializeBinary(Uint8Array.of(0x1a, 0)).setCode(status.UNKNOWN).setMessage(message);
  for (const detail of rpcStatus.getDetailsList())
    detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(rpcStatus.serializeBinary()));
  return metadata;
}
