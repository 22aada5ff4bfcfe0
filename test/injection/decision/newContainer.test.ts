import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  compileConfiguration,
  decide,
  parseSidecarConfiguration,
  type CompiledConfiguration,
  type JsonObject,
} from "../../../injection";
import { isJsonArray, isJsonObject } from "../../../injection/json";
import { injectedPod } from "../injectedPod";

describe("a container that another webhook adds between two calls", () => {
  const template = (mount: string): string => `
spec:
  containers: [{name: agent, image: "agent:1"}]
  volumes: [{name: socket, emptyDir: {}}]
  appContainers: [{env: [{name: AGENT, value: localhost}], volumeMounts: [{name: socket, mountPath: ${mount}}]}]`;

  it("gets at the second call what app containers get, once", () => {
    const pod = withContainer(injected(configurationOf(template("/run/agent"))), "late");
    const second = decide(pod, "shop", configurationOf(template("/run/agent")));
    assert.deepEqual(
      second.patch?.operations.map(({ path }) => path),
      ["/spec/containers/2/env", "/spec/containers/2/volumeMounts"],
    );
    const third = decide(injectedPod(pod, second), "shop", configurationOf(template("/run/agent")));
    assert.equal(third.patch, undefined);
  });

  it("gets nothing of a template that has changed in between", () => {
    const pod = withContainer(injected(configurationOf(template("/run/agent"))), "late");
    assert.equal(decide(pod, "shop", configurationOf(template("/elsewhere"))).patch, undefined);
  });

  it("gets nothing where the volume has been taken away", () => {
    const pod = withContainer(injected(configurationOf(template("/run/agent"))), "late");
    const spec = isJsonObject(pod.spec) ? pod.spec : {};
    const decision = decide(
      { ...pod, spec: { ...spec, volumes: [] } },
      "shop",
      configurationOf(template("/run/agent")),
    );
    assert.equal(decision.patch, undefined);
  });
});

function configurationOf(template: string): CompiledConfiguration {
  return compileConfiguration(parseSidecarConfiguration({ default: template }), { nativeSidecars: true });
}

function injected(configuration: CompiledConfiguration): JsonObject {
  const pod = {
    metadata: { labels: { "eks.amazonaws.com/fargate-profile": "default" } },
    spec: { containers: [{ name: "app", image: "app:1" }] },
  };
  return injectedPod(pod, decide(pod, "shop", configuration));
}

function withContainer(pod: JsonObject, name: string): JsonObject {
  const spec = isJsonObject(pod.spec) ? pod.spec : {};
  const containers = isJsonArray(spec.containers) ? spec.containers : [];
  return { ...pod, spec: { ...spec, containers: [...containers, { name, image: "late:1" }] } };
}
