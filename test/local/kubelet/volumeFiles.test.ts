import assert from "node:assert/strict";
import type { V1Volume } from "@kubernetes/client-node";
import { volumeContents } from "../../../local/kubelet/volumeFiles";

function contentsOf(volume: Omit<V1Volume, "name">) {
  return volumeContents(
    { name: "v", ...volume },
    {
      pod: { metadata: { name: "app", namespace: "shop", labels: { b: "2", a: "1" } } },
      addresses: { podIP: "10.0.0.1", hostIP: "10.0.0.2" },
      secret: (name) => (name === "secret" ? { data: { key: Buffer.from("hidden").toString("base64") } } : undefined),
      configMap: (name) =>
        name === "config"
          ? { data: { text: "open" }, binaryData: { bytes: Buffer.from([0, 255]).toString("base64") } }
          : undefined,
      token: ({ audience }) => (audience === "known" ? "token" : undefined),
    },
  );
}

/** Content and mode by path. */
function filesOf(volume: Omit<V1Volume, "name">): Record<string, [content: string, mode: string]> {
  const contents = contentsOf(volume);
  assert.equal(contents.kind, "files");
  return Object.fromEntries(
    [...contents.files].map(([path, { content, mode }]) => [path, [content.toString("latin1"), mode.toString(8)]]),
  );
}

describe("the files of a volume", () => {
  it("are a Secret's keys, decoded, with the volume's mode", () => {
    assert.deepEqual(filesOf({ secret: { secretName: "secret", defaultMode: 0o400 } }), { key: ["hidden", "400"] });
  });

  it("are a ConfigMap's texts and bytes, or the chosen ones under other paths", () => {
    assert.deepEqual(filesOf({ configMap: { name: "config" } }), { text: ["open", "644"], bytes: ["\u0000ÿ", "644"] });
    const items = [{ key: "text", path: "deep/file", mode: 0o600 }];
    assert.deepEqual(filesOf({ configMap: { name: "config", items } }), { "deep/file": ["open", "600"] });
  });

  it("are fields of the pod", () => {
    const items = [{ path: "labels", fieldRef: { fieldPath: "metadata.labels" } }];
    assert.deepEqual(filesOf({ downwardAPI: { items } }), { labels: ['a="1"\nb="2"', "644"] });
  });

  it("are several sources together, a token among them", () => {
    const sources = [
      { secret: { name: "secret" } },
      { configMap: { name: "config", items: [{ key: "text", path: "text" }] } },
      { downwardAPI: { items: [{ path: "namespace", fieldRef: { fieldPath: "metadata.namespace" } }] } },
      { serviceAccountToken: { path: "token", audience: "known" } },
    ];
    const files = filesOf({ projected: { sources } });
    assert.deepEqual(Object.keys(files), ["key", "text", "namespace", "token"]);
  });

  it("are none for a folder that the pod fills itself", () => {
    assert.deepEqual(contentsOf({ emptyDir: {} }), { kind: "scratch" });
  });

  it("are waited for where an object or key is missing, unless it is optional", () => {
    assert.deepEqual(contentsOf({ secret: { secretName: "absent" } }), {
      kind: "missing",
      message: "volume v: Secret absent not found",
    });
    assert.deepEqual(contentsOf({ configMap: { name: "config", items: [{ key: "no", path: "no" }] } }), {
      kind: "missing",
      message: "volume v: ConfigMap config has no key no",
    });
    assert.deepEqual(filesOf({ secret: { secretName: "absent", optional: true } }), {});
    assert.equal(contentsOf({ projected: { sources: [{ serviceAccountToken: { path: "t" } }] } }).kind, "missing");
  });

  it("are refused for a kind of volume that a local pod cannot have", () => {
    const contents = contentsOf({ hostPath: { path: "/" } });
    assert.match(contents.kind === "missing" ? contents.message : "", /a local pod has only emptyDir/);
  });
});
