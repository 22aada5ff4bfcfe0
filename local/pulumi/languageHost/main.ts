// Runs Pulumi programs and source-based plugins of `runtime: nodejs` for the Pulumi CLI, where no official distribution
// of Pulumi brought its own host for them. Started by the CLI; prints the port that it listens on.
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { languageRuntime } from "./languageRuntime";

// The engine puts its own address last.
const engineAddress = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith("-"))
  .at(-1);

const runtime = languageRuntime(engineAddress);

// Programs may register resources of any size: a ConfigMap of 1 MB is ordinary.
const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(LanguageRuntimeService, runtime.methods);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});

// The CLI holds standard input open for as long as it lives: a host whose CLI was killed has nothing left to do.
process.stdin.resume().on("end", () => {
  runtime.cancel();
  process.exit();
});
