import { join } from "node:path";
import { cachedBinary } from "./cachedBinary";
import { findProgram, programFolders } from "./findProgram";
import type { GoBinary } from "./goBinary";
import type { ObtainedProgram } from "./pulumi";

/** Version of the docker-build provider that is built where none is on PATH. */
export const DOCKER_BUILD_PROVIDER_VERSION = "0.0.22";

/** Version of BuildKit that is built where none is on PATH: the one that the provider's client belongs to. */
export const BUILDKIT_VERSION = "0.31.0";

const MODULE = { moduleDirectory: join(__dirname, "..", "go", "docker-build") };

const DOCKER_BUILD_PROVIDER: GoBinary = {
  ...MODULE,
  name: "pulumi-resource-docker-build",
  description: `Pulumi's docker-build provider ${DOCKER_BUILD_PROVIDER_VERSION}`,
  buildMinutes: 3,
  package: "github.com/pulumi/pulumi-docker-build/provider/cmd/pulumi-resource-docker-build",
  variables: {
    "github.com/pulumi/pulumi-docker-build/provider.Version": DOCKER_BUILD_PROVIDER_VERSION,
  },
};

/** Shares most of what is compiled with the provider, so that it takes less time after it. */
const BUILDKIT: GoBinary = {
  ...MODULE,
  name: "buildkitd",
  description: `the BuildKit daemon ${BUILDKIT_VERSION}`,
  buildMinutes: 2,
  package: "github.com/moby/buildkit/cmd/buildkitd",
  variables: { "github.com/moby/buildkit/version.Version": `v${BUILDKIT_VERSION}` },
};

const REGISTRY: GoBinary = {
  ...MODULE,
  name: "registry",
  description: "a container registry in memory",
  buildMinutes: 1,
  package: "./registry",
  variables: {},
};

/** Pulumi's docker-build provider: the one on PATH, else built with Go, once. It cannot be asked for its version. */
export async function dockerBuildProvider(onProgress: (message: string) => void): Promise<ObtainedProgram> {
  const found = await findProgram({ name: DOCKER_BUILD_PROVIDER.name }, programFolders(process.env), onProgress);
  if (found !== undefined) return { file: found, origin: "installed" };
  return { file: await cachedBinary(DOCKER_BUILD_PROVIDER, onProgress), origin: "built" };
}

/** The BuildKit daemon: the one on PATH where it can rewrite timestamps, else built with Go, once. Linux alone has it. */
export async function buildkitDaemon(onProgress: (message: string) => void): Promise<ObtainedProgram> {
  const wanted = { name: BUILDKIT.name, versionArguments: ["--version"], from: "0.13" };
  const found = await findProgram(wanted, programFolders(process.env), onProgress);
  if (found !== undefined) return { file: found, origin: "installed" };
  return { file: await cachedBinary(BUILDKIT, onProgress), origin: "built" };
}

/** The registry of local/go/docker-build, built with Go, once: no other one refuses to move tags as ECR does. */
export function containerRegistry(onProgress: (message: string) => void): Promise<string> {
  return cachedBinary(REGISTRY, onProgress);
}
