import { join } from "node:path";
import { cachedBinary } from "./cachedBinary";
import { findProgram, programFolders } from "./findProgram";
import type { GoBinary } from "./goBinary";

/** Version of the Pulumi CLI that is built where none is on PATH. */
export const PULUMI_CLI_VERSION = "3.259.0";

/** Version of the Kubernetes provider that is built where none is on PATH. */
export const KUBERNETES_PROVIDER_VERSION = "4.26.0";

const PULUMI_CLI: GoBinary = {
  name: "pulumi",
  description: `the Pulumi CLI ${PULUMI_CLI_VERSION}`,
  buildMinutes: 3,
  moduleDirectory: join(__dirname, "..", "go", "pulumi"),
  package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
  variables: { "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version": `v${PULUMI_CLI_VERSION}` },
};

const KUBERNETES_PROVIDER: GoBinary = {
  name: "pulumi-resource-kubernetes",
  description: `Pulumi's Kubernetes provider ${KUBERNETES_PROVIDER_VERSION}`,
  buildMinutes: 2,
  moduleDirectory: join(__dirname, "..", "go", "pulumi-kubernetes"),
  package: ".",
  variables: {
    "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version.Version": `v${KUBERNETES_PROVIDER_VERSION}`,
  },
};

/** A program, and whether it is the user's own installation or was built here. */
export interface ObtainedProgram {
  file: string;
  origin: "installed" | "built";
}

/** The Pulumi CLI: the one on PATH where it is new enough, else built with Go, once. */
export async function pulumiCli(onProgress: (message: string) => void): Promise<ObtainedProgram> {
  // Older ones were not tried; newer ones keep to what older ones could do.
  const wanted = {
    name: "pulumi",
    versionArguments: ["version"],
    versionEnvironment: { PULUMI_SKIP_UPDATE_CHECK: "true" },
    from: PULUMI_CLI_VERSION,
  };
  const found = await findProgram(wanted, programFolders(process.env), onProgress);
  if (found !== undefined) return { file: found, origin: "installed" };
  return { file: await cachedBinary(PULUMI_CLI, onProgress), origin: "built" };
}

/** Pulumi's Kubernetes provider: the one on PATH, else built with Go, once. It cannot be asked for its version. */
export async function kubernetesProvider(onProgress: (message: string) => void): Promise<ObtainedProgram> {
  const wanted = { name: "pulumi-resource-kubernetes" };
  const found = await findProgram(wanted, programFolders(process.env), onProgress);
  if (found !== undefined) return { file: found, origin: "installed" };
  return { file: await cachedBinary(KUBERNETES_PROVIDER, onProgress), origin: "built" };
}
