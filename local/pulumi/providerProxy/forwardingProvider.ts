import {
  Client,
  credentials,
  Server,
  ServerCredentials,
  status,
  type handleUnaryCall,
  type MethodDefinition,
  type sendUnaryData,
  type ServerUnaryCall,
  type ServiceError,
} from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

/** Sends the call on to the provider and resolves to its answer. Throws the provider's error as it came. */
export type Forward = () => Promise<Buffer>;

/** Stands between engine and provider for each call: it may call `forward`, or throw an error of its own. */
export type CallHandler = (method: string, request: Buffer, forward: Forward) => Promise<Buffer>;

export interface ForwardingProvider {
  /** Loopback port on which it serves. */
  port: number;
  stop(): void;
}

/** Resources may be of any size: a ConfigMap of 1 MB is ordinary. */
const ANY_SIZE = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };

/**
 * Serves Pulumi's ResourceProvider on a free loopback port for the provider that listens on another. Requests and answers
 * pass as the bytes that they are, so that nothing is lost that this version of the protocol does not know. Calls that
 * answer with a stream, which is only List, are not implemented.
 */
export async function startForwardingProvider(providerPort: number, handle: CallHandler): Promise<ForwardingProvider> {
  // A proxy server of the user's environment is no way to this machine.
  const client = new Client(`127.0.0.1:${providerPort}`, credentials.createInsecure(), {
    ...ANY_SIZE,
    "grpc.enable_http_proxy": 0,
  });
  const methods = Object.values(ResourceProviderService).filter((method) => !isStreaming(method));
  const server = new Server(ANY_SIZE);
  server.addService(
    Object.fromEntries(methods.map(({ path }) => [path, rawMethod(path)])),
    Object.fromEntries(methods.map(({ path }) => [path, forwardCalls(client, path, handle)])),
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  return {
    port,
    stop: () => {
      client.close();
      server.forceShutdown();
    },
  };
}

function isStreaming(method: { requestStream: boolean; responseStream: boolean }): boolean {
  return method.requestStream || method.responseStream;
}

/** A unary method whose requests and answers stay the bytes that they are. */
export function rawMethod(path: string): MethodDefinition<Buffer, Buffer> {
  return {
    path,
    requestStream: false,
    responseStream: false,
    requestSerialize: unchanged,
    requestDeserialize: unchanged,
    responseSerialize: unchanged,
    responseDeserialize: unchanged,
  };
}

function unchanged(bytes: Buffer): Buffer {
  return bytes;
}

function forwardCalls(client: Client, path: string, handle: CallHandler): handleUnaryCall<Buffer, Buffer> {
  const method = path.slice(path.lastIndexOf("/") + 1);
  return (call, respond) => {
    handle(method, call.request, () => forwardCall(client, path, call)).then(
      (answer) => {
        respond(null, answer);
      },
      (error: unknown) => {
        respond(asServiceError(error));
      },
    );
  };
}

function forwardCall(client: Client, path: string, call: ServerUnaryCall<Buffer, Buffer>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const forwarded = client.makeUnaryRequest(
      path,
      unchanged,
      unchanged,
      call.request,
      call.metadata,
      (error, answer) => {
        if (error !== null) reject(error);
        else resolve(answer ?? Buffer.alloc(0));
      },
    );
    call.on("cancelled", () => {
      forwarded.cancel();
    });
  });
}

/** An error of the provider keeps its code and its trailing metadata, which holds what a half-made resource looks like. */
function asServiceError(error: unknown): Parameters<sendUnaryData<Buffer>>[0] {
  if (isServiceError(error)) return { code: error.code, details: error.details, metadata: error.metadata };
  // The code by which providers tell of errors that are not the engine's to understand.
  return { code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && "code" in error && "details" in error && "metadata" in error;
}
