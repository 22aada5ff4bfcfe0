import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { CoreV1Api } from "@kubernetes/client-node";
import { FAKE_NODE_ANNOTATION, FAKE_NODES } from "./fakeNodes";
import { kwokConfiguration } from "./kwokStages";
import type { NodeKind } from "./nodeKind";

/** Addresses of pods that nothing but kwok runs. */
const KWOK_POD_NETWORK = "10.98.0.0/16";

/** Fake nodes whose pods run by word of kwok alone, except pods with one of `programImages`. */
export function kwokNodes(programImages: readonly string[]): NodeKind {
  return {
    async start({ controlPlane, commands, stateDirectory }) {
      const configuration = join(stateDirectory, "kwok.yaml");
      writeFileSync(configuration, kwokConfiguration(programImages));
      const core = controlPlane.kubeConfig.makeApiClient(CoreV1Api);
      await Promise.all(FAKE_NODES.map((body) => core.createNode({ body })));
      controlPlane.run("kwok", commands.kwok, [
        `--kubeconfig=${controlPlane.credentials.file("admin.kubeconfig")}`,
        `--config=${configuration}`,
        `--manage-nodes-with-annotation-selector=${FAKE_NODE_ANNOTATION.key}=${FAKE_NODE_ANNOTATION.value}`,
        `--cidr=${KWOK_POD_NETWORK}`,
        // Without leases the controllers take a node for dead after 50 s.
        "--node-lease-duration-seconds=40",
        // No listener: its port would be the same in every cluster of this machine.
        "--node-port=0",
      ]);
      // kwok is one of the control plane's components and ends with them.
      return { stop: () => Promise.resolve() };
    },
  };
}
