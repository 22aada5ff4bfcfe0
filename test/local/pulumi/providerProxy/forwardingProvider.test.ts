import assert from "node:assert/strict";
import { once } from "node:events";
import {
  Client,
  credentials,
  Metadata,
  Server,
  ServerCredentials,
  status,
  type handleUnaryCall,
  type ServiceError,
} from "@grpc/grpc-js";
import {
  rawMethod,
  startForwardingProvider,
  type CallHandler,
  type ForwardingProvider,
} from "../../../../local/pulumi/providerProxy/forwardingProvider";

const CREATE = "/pulumirpc.ResourceProvider/Create";

describe("a forwarding provider", () => {
  const stops: (() => void)[] = [];
  afterEach(() => {
    for (const stop of stops.splice(0).reverse()) stop();
  });

  /** Something that listens like a provider, with Create only. */
  async function startProvider(create: handleUnaryCall<Buffer, Buffer>): Promise<number> {
    const server = new Server({ "grpc.max_receive_message_length": -1 });
    server.addService({ create: rawMethod(CREATE) }, { create });
    stops.push(() => {
      server.forceShutdown();
    });
    return new Promise((resolve, reject) => {
      server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
        if (error === null) resolve(port);
        else reject(error);
      });
    });
  }

  async function startInFrontOf(port: number, handle: CallHandler = (_, __, forward) => forward()): Promise<Client> {
    const forwarding: ForwardingProvider = await startForwardingProvider(port, handle);
    stops.push(() => {
      forwarding.stop();
    });
    const client = new Client(`127.0.0.1:${forwarding.port}`, credentials.createInsecure(), {
      "grpc.max_receive_message_length": -1,
    });
    stops.push(() => {
      client.close();
    });
    return client;
  }

  it("passes request, answer and metadata on as they are, of any size", async () => {
    const request = Buffer.alloc(6_000_000, 7);
    let received: { request: Buffer; metadata: unknown } | undefined;
    const port = await startProvider((call, respond) => {
      received = { request: call.request, metadata: call.metadata.get("trace")[0] };
      respond(null, Buffer.concat([call.request, Buffer.from([1, 2, 3])]));
    });
    const metadata = new Metadata();
    metadata.set("trace", "a-trace");
    const { answer } = await callUnary(await startInFrontOf(port), CREATE, request, metadata);
    assert.ok(received?.request.equals(request));
    assert.equal(received?.metadata, "a-trace");
    assert.ok(answer?.equals(Buffer.concat([request, Buffer.from([1, 2, 3])])));
  });

  it("passes an error on with its code and the details that say what a half-made resource looks like", async () => {
    const port = await startProvider((_, respond) => {
      const metadata = new Metadata();
      metadata.set("grpc-status-details-bin", Buffer.from([9, 8, 7]));
      respond({ code: status.DATA_LOSS, details: "half made", metadata });
    });
    const { error } = await callUnary(await startInFrontOf(port), CREATE);
    assert.equal(error?.code, status.DATA_LOSS);
    assert.equal(error.details, "half made");
    assert.deepEqual(error.metadata.get("grpc-status-details-bin"), [Buffer.from([9, 8, 7])]);
  });

  it("answers with the handler's own error instead, without calling the provider", async () => {
    let calls = 0;
    const port = await startProvider((_, respond) => {
      calls++;
      respond(null, Buffer.alloc(0));
    });
    const client = await startInFrontOf(port, (method) => Promise.reject(new Error(`not now: ${method}`)));
    const { error } = await callUnary(client, CREATE);
    assert.deepEqual([error?.code, error?.details], [status.UNKNOWN, "not now: Create"]);
    assert.equal(calls, 0);
  });

  it("tells of methods that the provider does not have", async () => {
    const port = await startProvider((_, respond) => {
      respond(null, Buffer.alloc(0));
    });
    const { error } = await callUnary(await startInFrontOf(port), "/pulumirpc.ResourceProvider/Attach");
    assert.equal(error?.code, status.UNIMPLEMENTED);
  });

  it("cancels the provider's call when the engine cancels its own", async () => {
    let called = (): void => undefined;
    const isCalled = new Promise<void>((resolve) => (called = resolve));
    let cancelled: Promise<unknown> | undefined;
    const port = await startProvider((call) => {
      cancelled = once(call, "cancelled");
      called();
    });
    const client = await startInFrontOf(port);
    const controller = new AbortController();
    const result = callUnary(client, CREATE, Buffer.alloc(0), new Metadata(), controller.signal);
    await isCalled;
    controller.abort();
    assert.equal((await result).error?.code, status.CANCELLED);
    await cancelled;
  });
});

/** What the call came to: an answer or an error. */
interface Result {
  answer: Buffer | undefined;
  error: ServiceError | null;
}

function callUnary(
  client: Client,
  path: string,
  request = Buffer.alloc(0),
  metadata = new Metadata(),
  signal?: AbortSignal,
): Promise<Result> {
  const { requestSerialize, responseDeserialize } = rawMethod(path);
  return new Promise((resolve) => {
    const call = client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      request,
      metadata,
      (error, answer) => {
        resolve({ error, answer });
      },
    );
    signal?.addEventListener("abort", () => {
      call.cancel();
    });
  });
}
