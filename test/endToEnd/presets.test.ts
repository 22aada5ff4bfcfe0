import assert from "node:assert/strict";
import { CoreV1Api } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import { isJsonObject, type JsonObject } from "../../injection/json";
import { startLocalCluster, type LocalCluster } from "../../local/localCluster";
import { PRESETS } from "../../presets";
import { injectedPod, listAt } from "../injection/injectedPod";
import { injectedExample, presetExamples } from "../presets/presetExamples";
import { APP_POD, completedTemplate, decideFor, JOB_POD } from "../presets/presetPods";
import { dryRunPods, type CreatePod } from "./dryRunPods";
import { createEnforcingNamespace } from "./enforcingNamespace";

/** Each preset at the real API server, in a namespace that enforces the level of the Pod Security Standards it promises. */
describe("presets at the real API server", function () {
  this.timeout(60_000);
  let cluster: LocalCluster;
  let create: CreatePod;
  before(async () => {
    cluster = await startLocalCluster();
    create = await dryRunPods(cluster);
    const api = cluster.kubeConfig.makeApiClient(CoreV1Api);
    for (const level of ["restricted", "baseline", "privileged"]) await createEnforcingNamespace(api, level);
  });
  after(() => cluster.stop());

  it("are held against the standards: a pod that may become root is refused in the namespace `restricted`", async () => {
    const spec = isJsonObject(APP_POD.spec) ? { ...APP_POD.spec, securityContext: {} } : {};
    await assert.rejects(create("restricted", inNamespace({ ...APP_POD, spec }, "restricted")), /violates PodSecurity/);
  });

  for (const preset of PRESETS.values()) {
    const level = preset.podSecurity === "restricted" ? "restricted" : preset.podSecurity.level;

    it(`${preset.name} is accepted in an app and in a Job's pod, at the level ${level}`, async () => {
      for (const pod of [APP_POD, JOB_POD]) {
        const injected = injectedPod(pod, decideFor({ default: completedTemplate(preset) }, pod, level));
        const stored = await create(level, inNamespace(injected, level));
        for (const list of ["containers", "initContainers", "volumes"])
          assert.deepEqual(namesIn(stored, list), namesIn(injected, list), list);
        assert.ok(listAt(stored, "initContainers").some(({ restartPolicy }) => restartPolicy === "Always"));
      }
    });
  }

  for (const example of presetExamples())
    it(`the example ${example.name} is accepted as the expected pod, at the level restricted`, async () => {
      const { pod } = injectedExample(example);
      assert.deepEqual(pod, example.expectedPod);
      const stored = await create("restricted", inNamespace(example.expectedPod, "restricted"));
      for (const list of ["containers", "initContainers", "volumes"])
        assert.deepEqual(namesIn(stored, list), namesIn(example.expectedPod, list), list);
    });
});

function inNamespace(pod: JsonObject, namespace: string): JsonObject {
  return { ...pod, metadata: { ...(isJsonObject(pod.metadata) ? pod.metadata : {}), namespace } };
}

/** Without the volume that the ServiceAccount plugin adds. */
function namesIn(pod: JsonObject, list: string): readonly unknown[] {
  return listAt(pod, list)
    .map(({ name }) => name)
    .filter((name) => typeof name !== "string" || !name.startsWith("kube-api-access-"));
}
