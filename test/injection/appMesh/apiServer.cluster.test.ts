import assert from "node:assert/strict";
import { CoreV1Api } from "@kubernetes/client-node";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import {
  compileConfiguration,
  decide,
  FARGATE_PROFILE_LABEL,
  FARGATE_SCHEDULER,
  formatProblem,
  isJsonObject,
  parseSidecarConfiguration,
  type Decision,
  type JsonObject,
} from "../../../injection";
import { findFault } from "../../../injection/decision/checkPod";
import { eventually } from "../../../local/eventually";
import { startLocalCluster, type LocalCluster } from "../../../local/localCluster";
import { dryRunPods, type CreatePod } from "../../endToEnd/dryRunPods";
import { CLUSTER_TIMEOUT_MS } from "../../local/testCluster";
import { assertNothingLost, injectedPod } from "../injectedPod";
import { meshedPod, meshSettings } from "./arbitraryMesh";
import { fixtures } from "./fixtures";

describe("for pods of App Mesh the real API server", function () {
  this.timeout(CLUSTER_TIMEOUT_MS);
  const all = fixtures();
  let cluster: LocalCluster;
  let create: CreatePod;
  before(async () => {
    cluster = await startLocalCluster();
    create = await dryRunPods(cluster);
    await prepare(cluster.kubeConfig.makeApiClient(CoreV1Api));
  });
  after(() => cluster.stop());

  for (const { name, settings, nativeSidecars, namespace, pod, ours } of all)
    it(`takes what becomes of ${name}, and asking again changes nothing`, async () => {
      const reason = ours.kind === "reason" ? ours.reason : "injected";
      await assertAccepted(pod, namespace, { mesh: settings, nativeSidecars }, reason);
    });

  it("takes them whatever their annotations and the settings are, and asking again changes nothing", async () => {
    const samples = fc.sample(fc.tuple(meshedPod, meshSettings), { seed: 20260930, numRuns: 400 });
    let injected = 0;
    for (const [pod, settings] of samples) {
      if (findFault(pod) !== undefined || !isAccepted(pod)) continue;
      injected += await assertAccepted(pod, "shop", { mesh: settings, nativeSidecars: true });
    }
    assert.ok(injected > 50, String(injected));
  });

  /** Tells as 1 or 0 whether it was injected. */
  async function assertAccepted(
    given: JsonObject,
    namespace: string,
    injector: Injector,
    reason?: string,
  ): Promise<number> {
    const pod = withScheduler(given);
    const first = decideFor(injector, pod, namespace);
    if (reason !== undefined) assert.deepEqual(reasonsOf(first), [reason]);
    const stored = await create(namespace, injectedPod(pod, first));
    assertNothingLost(await create(namespace, pod), stored);
    const second = decideFor(injector, stored, namespace);
    assert.equal(second.patch, undefined);
    assert.deepEqual(reasonsOf(second), reasonsOf(first));
    return first.patch === undefined ? 0 : 1;
  }

  async function prepare(api: CoreV1Api): Promise<void> {
    for (const namespace of new Set(all.map((fixture) => fixture.namespace))) {
      await api.createNamespace({ body: { metadata: { name: namespace } } });
      await eventually({
        what: `the service account of namespace ${namespace}`,
        condition: async () => (await api.listNamespacedServiceAccount({ namespace })).items.length > 0,
      });
    }
  }
});

interface Injector {
  readonly mesh: JsonObject;
  readonly nativeSidecars: boolean;
}

function decideFor({ mesh, nativeSidecars }: Injector, pod: JsonObject, namespace: string): Decision {
  const configuration = parseSidecarConfiguration({ mesh: { kind: "appmesh", ...mesh } });
  assert.deepEqual(configuration.problems.map(formatProblem), []);
  return decide(pod, namespace, compileConfiguration(configuration, { nativeSidecars }), "appmesh");
}

function reasonsOf({ templates }: Decision): readonly string[] {
  return templates.map(({ reason }) => reason);
}

/** EKS gives pods of a profile its scheduler; the API server would write another one. */
function withScheduler(pod: JsonObject): JsonObject {
  const { metadata, spec } = pod;
  assert.ok(isJsonObject(metadata) && isJsonObject(spec));
  const isOnFargate = isJsonObject(metadata.labels) && metadata.labels[FARGATE_PROFILE_LABEL] !== undefined;
  return isOnFargate ? { ...pod, spec: { ...spec, schedulerName: FARGATE_SCHEDULER } } : pod;
}

/** The API server takes no annotations but texts. */
function isAccepted({ metadata }: JsonObject): boolean {
  const annotations = isJsonObject(metadata) && isJsonObject(metadata.annotations) ? metadata.annotations : {};
  return Object.values(annotations).every((value) => typeof value === "string");
}
