import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { matchesFault, type FaultRule } from "./faultRule";
import { startForwardingProvider, type CallHandler } from "./forwardingProvider";
import { providerOperation, type ProviderOperation } from "./providerOperation";

/** What a provider was asked to do to a resource, and what came of it. Previews are left out. */
export interface RecordedOperation extends ProviderOperation {
  /** Counts the starts and ends of the operations of all plugins, in the order in which they happened. */
  readonly startedAt: number;
  /** The same counter; Infinity while the operation is under way, and for ever where its plugin was ended. */
  readonly endedAt: number;
  /** "injected failure" where a fault rule made it fail, with or without the provider having done it. */
  readonly outcome: "under way" | "done" | "failed" | "injected failure";
  /** Why it failed. */
  readonly message?: string;
}

/**
 * Records what the engine has its plugins do to resources, and makes operations fail on request. It serves the plugins of
 * one Pulumi environment, which was made with it, from within this process: so order and faults are exact across plugins.
 */
export interface OperationRecorder {
  /** Environment variables for Pulumi: they lead the plugins here. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every operation so far, by its start. */
  readonly operations: readonly RecordedOperation[];
  /** Makes all operations fail from now on that the rule is about. */
  fail(rule: FaultRule): void;
  /** Forgets all rules. */
  clearFaults(): void;
  /** Ends the recording; plugins that still run are ended. */
  stop(): Promise<void>;
}

/** Starts a recorder for one Pulumi environment. */
export async function startOperationRecorder(): Promise<OperationRecorder> {
  const operations: RecordedOperation[] = [];
  const rules: FaultRule[] = [];
  const plugins = await servePlugins(recordCalls(operations, rules));
  return {
    environment: { OPERATION_RECORDER_PORT: String(plugins.port) },
    operations,
    fail: (rule) => {
      rules.push(rule);
    },
    clearFaults: () => {
      rules.length = 0;
    },
    stop: () => plugins.stop(),
  };
}

type OpenRecord = { -readonly [Key in keyof RecordedOperation]: RecordedOperation[Key] };

function recordCalls(operations: RecordedOperation[], rules: readonly FaultRule[]): CallHandler {
  let clock = 0;
  return async (method, request, forward) => {
    const operation = providerOperation(method, request);
    if (operation === undefined) return forward();
    const fault = rules.find((rule) => matchesFault(rule, operation));
    const record: OpenRecord = { ...operation, startedAt: ++clock, endedAt: Infinity, outcome: "under way" };
    operations.push(record);
    const end = (outcome: RecordedOperation["outcome"], message?: string): void => {
      Object.assign(record, { endedAt: ++clock, outcome, ...(message !== undefined && { message }) });
    };
    const inject = (rule: FaultRule): never => {
      const message = `injected failure ${rule.when} the ${operation.operation} of ${operation.type} ${operation.name}`;
      end("injected failure", message);
      throw new Error(message);
    };
    if (fault?.when === "before") return inject(fault);
    const answer = await forward().catch((error: unknown) => {
      end("failed", error instanceof Error ? error.message : String(error));
      throw error;
    });
    if (fault !== undefined) return inject(fault);
    end("done");
    return answer;
  };
}

/** Where started plugins announce themselves: each says its port and gets that on which the engine is to call it. */
async function servePlugins(handle: CallHandler): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket));
    void servePlugin(socket, handle).catch((error: unknown) => {
      socket.destroy(error instanceof Error ? error : undefined);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: portOf(server),
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

async function servePlugin(socket: Socket, handle: CallHandler): Promise<void> {
  const closed = new Promise((resolve) => socket.once("close", resolve));
  const port = await firstLine(socket);
  if (port === undefined) return;
  const provider = await startForwardingProvider(Number(port), handle);
  // Flows on, so that its end is noticed.
  socket.resume().write(`${provider.port}\n`);
  await closed;
  provider.stop();
}

/** Undefined where the plugin ended before it said anything. */
async function firstLine(socket: Socket): Promise<string | undefined> {
  for await (const line of createInterface({ input: socket })) return line;
  return undefined;
}

function portOf(server: Server): number {
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("the recorder has no port");
  return address.port;
}
