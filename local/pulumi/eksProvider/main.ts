// A stand-in for pulumi-resource-eks, which no npm package brings and which needs AWS: of `eks:index:Cluster` it makes the
// children that the real one makes for a cluster without nodes, with the real classes of @pulumi/aws. What differs is
// said in cluster.ts; arguments that it does not know are refused.
import { version } from "@pulumi/eks/package.json";
import type { ComponentResourceOptions, Inputs } from "@pulumi/pulumi";
import { main, type ConstructResult, type Provider } from "@pulumi/pulumi/provider";
import { checkClusterArguments } from "./clusterArguments";
import { Cluster } from "./cluster";

const provider: Provider = {
  version,

  // A promise, so that an error of the constructor is the answer to the engine.
  construct: (name, type, inputs, options) =>
    new Promise((resolve) => {
      resolve(constructCluster(name, type, inputs, options));
    }),
};

function constructCluster(
  name: string,
  type: string,
  inputs: Inputs,
  options: ComponentResourceOptions,
): ConstructResult {
  if (type !== "eks:index:Cluster") throw new Error(`this stand-in for the eks provider has no resource ${type}`);
  const cluster = new Cluster(name, checkClusterArguments(inputs), options);
  return { urn: cluster.urn, state: cluster.outputs };
}

void main(provider, process.argv.slice(2));

// The engine holds standard input open for as long as it lives.
process.stdin.resume().on("end", () => process.exit());
