import assert from "node:assert/strict";
import { CoreV1Api } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import { isJsonObject, objectsIn, type JsonObject, type JsonValue } from "../../injection/json";
import { parseQuantity } from "../../injection/kubernetes/quantity";
import { applyLimitRange, limitRangeFindings } from "../../injection/lint/limitRange";
import { podSecurityFindings } from "../../injection/lint/podSecurity";
import { startLocalCluster, type LocalCluster } from "../../local/localCluster";
import { LIMIT_RANGES, RESOURCE_PODS } from "../injection/lint/limitRangePods";
import { podsOfLevels } from "../injection/lint/podSecurityPods";
import { dryRunPods, type CreatePod } from "./dryRunPods";
import { createEnforcingNamespace, createNamespace } from "./enforcingNamespace";

const LEVELS = ["baseline", "restricted"] as const;

/** What is said at preview of a pod in a namespace, against what the real API server does with it there. */
describe("the rules of a namespace at the real API server", function () {
  this.timeout(60_000);
  let cluster: LocalCluster;
  let create: CreatePod;
  before(async () => {
    cluster = await startLocalCluster();
    create = await dryRunPods(cluster);
    const api = cluster.kubeConfig.makeApiClient(CoreV1Api);
    await Promise.all([
      ...LEVELS.map((level) => createEnforcingNamespace(api, level)),
      createLimitedNamespaces(cluster, api),
    ]);
  });
  after(() => cluster.stop());

  for (const level of LEVELS)
    it(`level ${level} refuses each pod in which something is found, and no other`, async () => {
      const pods = podsOfLevels();
      const refused = await namesOfRefused(pods, (pod) => create(level, pod), /violates PodSecurity/);
      const found = pods.filter(({ pod }) => podSecurityFindings(pod, level).length > 0);
      assert.deepEqual(
        refused,
        found.map(({ name }) => name),
      );
    });

  for (const [namespace, limits] of Object.entries(LIMIT_RANGES))
    it(`the LimitRange "${namespace}" refuses each pod in which something is found, and gives the others what applyLimitRange does`, async () => {
      for (const [name, pod] of Object.entries(RESOURCE_PODS)) {
        const outcome = await create(namespace, pod).then(resourcesOf, refusal);
        const isFound = limitRangeFindings(pod, limits).length > 0;
        assert.deepEqual(outcome, isFound ? "refused" : resourcesOf(applyLimitRange(pod, limits)), name);
      }
    });
});

/** The LimitRanges are there before the first pod: else the API server would not look for any again for half a minute. */
async function createLimitedNamespaces(cluster: LocalCluster, api: CoreV1Api): Promise<void> {
  await Promise.all(Object.keys(LIMIT_RANGES).map((name) => createNamespace(api, name)));
  const items = Object.entries(LIMIT_RANGES).map(([name, limits]) => ({
    apiVersion: "v1",
    kind: "LimitRange",
    metadata: { name, namespace: name },
    spec: { limits },
  }));
  await cluster.kubectl(["create", "-f", "-"], { stdin: JSON.stringify({ apiVersion: "v1", kind: "List", items }) });
}

interface NamedPod {
  readonly name: string;
  readonly pod: JsonObject;
}

/** The names of those that are refused, for this reason and no other. */
async function namesOfRefused(
  pods: readonly NamedPod[],
  create: (pod: JsonObject) => Promise<JsonObject>,
  reason: RegExp,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const { name, pod } of pods) {
    try {
      await create(pod);
    } catch (error) {
      assert.match(error instanceof Error ? error.message : "", reason, name);
      names.push(name);
    }
  }
  return names;
}

/** For what LimitRanges do; all other errors are mistakes. */
function refusal(error: unknown): "refused" {
  const message = error instanceof Error ? error.message : "";
  assert.match(message, /usage per|request ratio per|must be (less|greater) than or equal to/);
  return "refused";
}

/** Of the pod and of each container, as numbers: the API server writes the same amount in another way. */
function resourcesOf({ spec }: JsonObject): unknown {
  if (!isJsonObject(spec)) return undefined;
  return [spec, ...objectsIn(spec.initContainers), ...objectsIn(spec.containers)].map(({ resources }) => {
    const { requests, limits } = isJsonObject(resources) ? resources : {};
    return { requests: amounts(requests), limits: amounts(limits) };
  });
}

function amounts(list: JsonValue | undefined): unknown {
  return Object.fromEntries(
    Object.entries(isJsonObject(list) ? list : {}).map(([resource, quantity]) => {
      assert.ok(typeof quantity === "string" || typeof quantity === "number");
      return [resource, parseQuantity(quantity)];
    }),
  );
}
