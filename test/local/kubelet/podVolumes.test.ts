import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CoreV1Api, createConfiguration, type V1Pod } from "@kubernetes/client-node";
import { eventually } from "../../../local/eventually";
import type { ClusterObjects } from "../../../local/kubelet/clusterObjects";
import { PodVolumes } from "../../../local/kubelet/podVolumes";

const POD: V1Pod = {
  metadata: { name: "app", namespace: "shop" },
  spec: { containers: [], volumes: [{ name: "config", configMap: { name: "config" } }] },
};

/** What the watches of a kubelet know, set by hand. */
class KnownObjects implements ClusterObjects {
  private text: string | undefined;
  private readonly listeners = new Set<(namespace: string, name: string) => void>();
  readonly secret = () => undefined;
  readonly configMap = () => (this.text === undefined ? undefined : { data: { text: this.text } });
  readonly onMountableChange = (listener: (namespace: string, name: string) => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };
  readonly watchPods = () => Promise.resolve();
  readonly stop = () => Promise.resolve();

  setText(text: string): void {
    this.text = text;
    for (const listener of this.listeners) listener("shop", "config");
  }
}

function unexpected(message: string): void {
  throw new Error(message);
}

describe("the volumes of a pod", () => {
  let directory: string;
  let objects: KnownObjects;
  let volumes: PodVolumes;
  const start = (changeDelayMs: number) => {
    const addresses = { podIP: "10.0.0.1", hostIP: "10.0.0.2" };
    const core = new CoreV1Api(createConfiguration());
    volumes = new PodVolumes(POD, { core, objects, addresses, directory, changeDelayMs, log: () => undefined });
  };
  const read = () => readFileSync(join(directory, "config", "text"), "utf8");
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "volumes-"));
    objects = new KnownObjects();
  });
  afterEach(() => {
    volumes.dispose();
    rmSync(directory, { recursive: true });
  });

  it("are mounted as soon as what they show is there, however long changes are delayed", async () => {
    start(3_600_000);
    const missing: string[] = [];
    const mounted = volumes.mount(new AbortController().signal, (message) => missing.push(message));
    await eventually({ what: "the mount to wait", condition: () => Promise.resolve(missing.length > 0) });
    assert.deepEqual(missing, ["volume config: ConfigMap config not found"]);
    objects.setText("there");
    await mounted;
    assert.equal(read(), "there");
  });

  it("follow a change only after the delay", async () => {
    start(3_600_000);
    objects.setText("old");
    await volumes.mount(new AbortController().signal, unexpected);
    objects.setText("new");
    await new Promise(setImmediate);
    assert.equal(read(), "old");
  });

  it("follow a change where there is no delay", async () => {
    start(0);
    objects.setText("old");
    await volumes.mount(new AbortController().signal, unexpected);
    objects.setText("new");
    await eventually({ what: "the new text", condition: () => Promise.resolve(read() === "new") });
  });

  it("are not waited for any more where the pod ends", async () => {
    start(0);
    const ending = new AbortController();
    const mounted = volumes.mount(ending.signal, () => {
      ending.abort();
    });
    await mounted;
  });
});
