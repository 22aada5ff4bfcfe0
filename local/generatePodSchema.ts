/** `npm run generate:pod-schema`: writes injection/kubernetes/podSchema.json from a running API server's own description. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compactPodSchema, type CoreApiDocument, type PodSchema } from "../injection/kubernetes/compactPodSchema";
import { startLocalCluster, type LocalCluster } from "./localCluster";

/** The fields of a pod's spec as this cluster's API server knows them. */
export async function podSchemaOf(cluster: LocalCluster): Promise<PodSchema> {
  const document = JSON.parse(await cluster.kubectl(["get", "--raw", "/openapi/v3/api/v1"])) as CoreApiDocument;
  return compactPodSchema(document);
}

async function main(): Promise<void> {
  const cluster = await startLocalCluster({
    onProgress: (message) => {
      process.stderr.write(`${message}\n`);
    },
  });
  try {
    const file = join(__dirname, "..", "injection", "kubernetes", "podSchema.json");
    writeFileSync(file, `${JSON.stringify(await podSchemaOf(cluster), null, 2)}\n`);
  } finally {
    await cluster.stop();
  }
}

if (require.main === module) void main();
