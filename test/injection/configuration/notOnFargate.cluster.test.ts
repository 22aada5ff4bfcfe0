import assert from "node:assert/strict";
import { CoreV1Api } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import { parseSidecarConfiguration, parseYamlText, type JsonObject } from "../../../injection";
import { isJsonObject } from "../../../injection/json";
import { eventually } from "../../../local/eventually";
import { startLocalCluster, type LocalCluster } from "../../../local/localCluster";
import { dryRunPods, type CreatePod } from "../../endToEnd/dryRunPods";
import { CLUSTER_TIMEOUT_MS } from "../../local/testCluster";

/** `resources` of a container, and whether both take it. */
const RESOURCES: readonly (readonly [yaml: string, isTaken: boolean])[] = [
  ["{limits: {nvidia.com/gpu: 1}}", true],
  ["{limits: {nvidia.com/gpu: 0}}", true],
  ["{limits: {aws.amazon.com/neuron: '2'}, requests: {aws.amazon.com/neuron: 2000m}}", true],
  ["{limits: {example.com/GPU_a.b: 1k}}", true],
  ["{limits: {example/gpu: 1}}", true],
  ["{limits: {nvidia.com/gpu: 0.5}}", false],
  ["{limits: {nvidia.com/gpu: 0.0001}}", false],
  ["{limits: {nvidia.com/gpu: -1}}", false],
  ["{requests: {nvidia.com/gpu: 1}}", false],
  ["{limits: {nvidia.com/gpu: 2}, requests: {nvidia.com/gpu: 1}}", false],
  ["{limits: {requests.nvidia.com/gpu: 1}}", false],
  ["{limits: {-a.com/gpu: 1}}", false],
  ["{limits: {a/b/c: 1}}", false],
  ["{limits: {gpu: 1}}", false],
  ["{limits: {/gpu: 1}}", false],
  [`{limits: {${"a.".repeat(121)}io/gpu: 1}}`, true],
  [`{limits: {${"a.".repeat(122)}io/gpu: 1}}`, false],
];

const CLAIM = "accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}";

/** Volumes without their names. */
const VOLUMES: readonly (readonly [yaml: string, isTaken: boolean])[] = [
  ["awsElasticBlockStore: {volumeID: vol-1}", true],
  ["awsElasticBlockStore: {volumeID: 'aws://eu-west-1a/vol-1', fsType: ext4, partition: 255, readOnly: true}", true],
  ["awsElasticBlockStore: {fsType: ext4}", false],
  ["awsElasticBlockStore: {volumeID: vol-1, partition: -1}", false],
  ["awsElasticBlockStore: {volumeID: vol-1, partition: 256}", false],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM}}}}`, true],
  [`ephemeral: {volumeClaimTemplate: {metadata: {labels: {a: b}, annotations: {A/c: d}}, spec: {${CLAIM}}}}`, true],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM}, storageClassName: "", volumeMode: Filesystem}}}`, true],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM}, storageClassName: gp3.fast, volumeMode: Block}}}`, true],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM}, volumeName: "a b"}}}`, true],
  ["ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadOnlyMany, ReadWriteMany], resources: {requests: {storage: 1m}}}}}", true], // prettier-ignore
  ["ephemeral: {}", false],
  ["ephemeral: {volumeClaimTemplate: {spec: {}}}", false],
  [`ephemeral: {volumeClaimTemplate: {metadata: {name: a}, spec: {${CLAIM}}}}`, false],
  [`ephemeral: {volumeClaimTemplate: {metadata: {labels: {a: "b c"}}, spec: {${CLAIM}}}}`, false],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM}, storageClassName: GP}}}`, false],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM}, volumeMode: block}}}`, false],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM.replace("1Gi", "0")}}}}`, false],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM.replace("storage", "size")}}}}`, false],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM.replace("ReadWriteOnce", "")}}}}`, false],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM.replace("ReadWriteOnce", "RWO")}}}}`, false],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM.replace("Once", "Once, ReadWriteOncePod")}}}}`, false],
  [`ephemeral: {volumeClaimTemplate: {spec: {${CLAIM.replace("Once", "OncePod")}}}}`, true],
];

describe("what Fargate does not have, and Kubernetes does", function () {
  this.timeout(CLUSTER_TIMEOUT_MS);
  let cluster: LocalCluster;
  let create: CreatePod;
  before(async () => {
    cluster = await startLocalCluster();
    create = await dryRunPods(cluster);
    const api = cluster.kubeConfig.makeApiClient(CoreV1Api);
    await eventually({
      what: "the service account",
      condition: async () => (await api.listNamespacedServiceAccount({ namespace: "default" })).items.length > 0,
    });
  });
  after(() => cluster.stop());

  const specs = [
    ...RESOURCES.map(([yaml, isTaken]) => [`containers: [{name: a, image: b, resources: ${yaml}}]`, isTaken] as const),
    ...VOLUMES.map(([yaml, isTaken]) => [`containers: [{name: a, image: b}], volumes: [{name: v, ${yaml}}]`, isTaken] as const), // prettier-ignore
  ];
  for (const [yaml, isTaken] of specs)
    it(`is ${isTaken ? "taken" : "refused"} by the parser as by the real API server: ${yaml.slice(0, 150)}`, async () => {
      const template = `lint: {unsupported-volume: off, unsupported-resource: off}\nspec: {${yaml}}`;
      const { templates, problems } = parseSidecarConfiguration({ default: template });
      assert.deepEqual([templates.length > 0, problems.length === 0], [isTaken, isTaken], JSON.stringify(problems));
      const spec = read(`{${yaml}}`);
      const stored = create("default", { apiVersion: "v1", kind: "Pod", metadata: { name: "a" }, spec });
      if (isTaken) await stored;
      else await assert.rejects(stored, /is invalid|must match the regex/);
    });
});

function read(yaml: string): JsonObject {
  const result = parseYamlText(yaml);
  assert.ok("value" in result && isJsonObject(result.value));
  return result.value;
}
