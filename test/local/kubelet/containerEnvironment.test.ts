import assert from "node:assert/strict";
import type { V1Container, V1Pod } from "@kubernetes/client-node";
import {
  containerInvocation,
  expandVariables,
  type ContainerInvocation,
} from "../../../local/kubelet/containerEnvironment";

const POD: V1Pod = {
  metadata: { name: "app", namespace: "shop", labels: { tier: "web" } },
  spec: { nodeName: "node-1", containers: [] },
};

function invoke(container: Partial<V1Container>): ContainerInvocation {
  return containerInvocation(
    { name: "app", ...container },
    ["entry", "point"],
    { PLATFORM: "node", SHARED: "platform" },
    POD,
    { podIP: "10.0.0.1", hostIP: "10.0.0.2" },
    {
      secret: (name) => (name === "secret" ? { key: "from secret" } : undefined),
      configMap: (name) => (name === "config" ? { a: "from config", SHARED: "config" } : undefined),
    },
  );
}

function environmentOf(container: Partial<V1Container>): Record<string, string> {
  const invocation = invoke(container);
  return invocation.kind === "complete" ? invocation.environment : assert.fail(invocation.message);
}

describe("what runs in a container", () => {
  it("is the image's command with the container's arguments, or the container's command in its place", () => {
    const { kind, ...rest } = invoke({ args: ["--flag"] });
    assert.equal(kind, "complete");
    assert.deepEqual(rest, {
      command: ["entry", "point", "--flag"],
      environment: { PLATFORM: "node", SHARED: "platform" },
    });
    const replaced = invoke({ command: ["other"], args: ["--flag"] });
    assert.deepEqual(replaced.kind === "complete" && replaced.command, ["other", "--flag"]);
  });

  it("has variables of which later ones win: platform, envFrom, env", () => {
    assert.equal(environmentOf({ envFrom: [{ configMapRef: { name: "config" } }] })["SHARED"], "config");
    const env = [{ name: "SHARED", value: "own" }];
    assert.equal(environmentOf({ env, envFrom: [{ configMapRef: { name: "config" } }] })["SHARED"], "own");
    assert.equal(environmentOf({ envFrom: [{ prefix: "P_", secretRef: { name: "secret" } }] })["P_key"], "from secret");
  });

  it("takes variables from fields of the pod, Secrets and ConfigMaps", () => {
    const environment = environmentOf({
      env: [
        { name: "NODE", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } },
        { name: "TIER", valueFrom: { fieldRef: { fieldPath: "metadata.labels['tier']" } } },
        { name: "IP", valueFrom: { fieldRef: { fieldPath: "status.podIP" } } },
        { name: "SECRET", valueFrom: { secretKeyRef: { name: "secret", key: "key" } } },
        { name: "CONFIG", valueFrom: { configMapKeyRef: { name: "config", key: "a" } } },
        { name: "ABSENT", valueFrom: { configMapKeyRef: { name: "config", key: "b", optional: true } } },
        { name: "TEXT", value: "$(TIER) on $(NODE)" },
      ],
    });
    assert.equal(environment["TEXT"], "web on node-1");
    assert.equal(environment["IP"], "10.0.0.1");
    assert.equal(environment["SECRET"], "from secret");
    assert.equal(environment["CONFIG"], "from config");
    assert.equal("ABSENT" in environment, false);
  });

  it("waits for what it refers to, unless that is optional", () => {
    const secretKeyRef = { name: "secret", key: "other" };
    assert.deepEqual(invoke({ env: [{ name: "A", valueFrom: { secretKeyRef } }] }), {
      kind: "missing",
      message: "key other of Secret secret not found",
    });
    assert.deepEqual(invoke({ envFrom: [{ configMapRef: { name: "absent" } }] }), {
      kind: "missing",
      message: "ConfigMap absent not found",
    });
    assert.equal(invoke({ envFrom: [{ configMapRef: { name: "absent", optional: true } }] }).kind, "complete");
  });

  it("expands known variables only, and leaves escaped ones literal", () => {
    const variables = { A: "1", constructor: "2" };
    assert.equal(expandVariables("$(A) $(B) $$(A) $A $(constructor) $$", variables), "1 $(B) $(A) $A 2 $");
    assert.equal(expandVariables("$(toString)", {}), "$(toString)");
  });
});
