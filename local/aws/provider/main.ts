// A stand-in for pulumi-resource-aws, which nobody can reach AWS with from here: programs with an unchanged @pulumi/aws
// get their resources in the stand-in account that STAND_IN_AWS_URL leads to. Types, inputs, functions and settings that
// it does not know are refused.
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { version } from "@pulumi/aws/package.json";
import { awsClientFromEnvironment } from "./awsClient";
import { callFunction } from "./functions";
import { providerService } from "./providerService";
import { ResourceProvider } from "./resourceProvider";
import { RESOURCE_TYPES } from "./resourceTypes";

const work = new AbortController();
const aws = awsClientFromEnvironment(work.signal);
const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(
  ResourceProviderService,
  providerService({
    version,
    resources: new ResourceProvider(aws, RESOURCE_TYPES),
    invoke: (token, parameters) => callFunction(aws, token, parameters),
    cancel: () => {
      work.abort();
    },
  }),
);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  process.stdout.write(`${port}\n`);
});

// The engine holds standard input open for as long as it lives.
process.stdin.resume().on("end", () => process.exit());
