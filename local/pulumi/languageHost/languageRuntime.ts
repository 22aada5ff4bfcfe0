import { status, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { version as pulumiVersion } from "@pulumi/pulumi/package.json";
import { LanguageRuntimeService, type ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import { programDependencies } from "./programDependencies";
import { runPlugin } from "./runPlugin";
import { runProgram } from "./runProgram";

/** What of Pulumi's LanguageRuntime service is served: not project templates, code generation and packaging. */
type Served = Pick<
  ILanguageRuntimeServer,
  | "handshake"
  | "getPluginInfo"
  | "getRequiredPackages"
  | "getRequiredPlugins"
  | "run"
  | "runPlugin"
  | "getProgramDependencies"
  | "about"
  | "cancel"
>;

export interface LanguageRuntime {
  /** The service's methods. Those that are left out answer UNIMPLEMENTED. */
  methods: UntypedServiceImplementation;
  /** Ends the programs and plugins that run. */
  cancel(): void;
}

/**
 * Pulumi's LanguageRuntime for Node.js.
 * @param addressAtStart the engine's address as the command line gave it; a handshake may give another one.
 */
export function languageRuntime(addressAtStart: string | undefined): LanguageRuntime {
  let engineAddress = addressAtStart;
  const running = new Set<AbortController>();
  /** Does the work under a signal that fires when the engine cancels. */
  const untilCancelled = async <Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> => {
    const controller = new AbortController();
    running.add(controller);
    try {
      return await work(controller.signal);
    } finally {
      running.delete(controller);
    }
  };

  const cancel = (): void => {
    for (const controller of running) controller.abort();
  };

  const methods: Served = {
    handshake: (call, respond) => {
      engineAddress = call.request.getEngineAddress();
      respond(null, new language.LanguageHandshakeResponse());
    },
    getPluginInfo: (_call, respond) => {
      respond(null, new plugin.PluginInfo().setVersion(pulumiVersion));
    },
    // The plugins are those that are installed: nothing is to be looked for or downloaded before the program runs.
    getRequiredPackages: (_call, respond) => {
      respond(null, new language.GetRequiredPackagesResponse());
    },
    getRequiredPlugins: (_call, respond) => {
      respond(null, new language.GetRequiredPluginsResponse());
    },
    run: (call, respond) => {
      untilCancelled((signal) => runProgram(call.request, engineAddress ?? "", signal)).then(
        (response) => {
          respond(null, response);
        },
        (error: unknown) => {
          respond({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
        },
      );
    },
    runPlugin: (call) => {
      void untilCancelled((signal) => runPlugin(call, signal));
    },
    getProgramDependencies: (call, respond) => {
      respond(null, programDependencies(call.request));
    },
    about: (_call, respond) => {
      respond(null, new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version));
    },
    cancel: (_call, respond) => {
      cancel();
      // The only way to an Empty of the same google-protobuf that @pulumi/pulumi serialises with.
      respond(null, LanguageRuntimeService.cancel.responseDeserialize(Buffer.alloc(0)));
    },
  };
  return { methods, cancel };
}
