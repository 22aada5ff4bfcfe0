import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  compileConfiguration,
  decide,
  parseSidecarConfiguration,
  type Decision,
  type JsonObject,
  type JsonValue,
} from "../../../injection";

describe("a template is left out, as a conflict, of a pod", () => {
  const cases: readonly (readonly [claim: string, spec: string, pod: PodFields])[] = [
    [
      "that shares the processes of its node, where it shares those of the pod",
      "shareProcessNamespace: true",
      { spec: { hostPID: true } },
    ],
    [
      "that shares the memory of its node, where it sets a sysctl of it",
      'securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: "1"}]}',
      { spec: { hostIPC: true } },
    ],
    [
      "that names a seccomp profile by annotation, where it sets one by field",
      "securityContext: {seccompProfile: {type: RuntimeDefault}}",
      { annotations: { "seccomp.security.alpha.kubernetes.io/pod": "unconfined" } },
    ],
    [
      "that names an AppArmor profile by annotation, where its container has one",
      "containers: [{name: a, image: b, securityContext: {appArmorProfile: {type: Unconfined}}}]",
      { annotations: { "container.apparmor.security.beta.kubernetes.io/a": "runtime/default" } },
    ],
    [
      "whose requests leave less room than the number nearest to them tells",
      "containers: [{name: a, image: b, resources: {requests: {memory: 1}}}]",
      { spec: { resources: { requests: { memory: "9007199254740993" } }, containers: [app("9007199254740993")] } },
    ],
    [
      "whose requests leave no room once each of them is rounded up",
      "containers: [{name: a, image: b, resources: {requests: {cpu: 100u}}}]",
      { spec: { resources: { requests: { cpu: "1m" } }, containers: [app(undefined, "1u")] } },
    ],
    [
      "of whose requests one has more digits than are read here",
      "containers: [{name: a, image: b, resources: {requests: {cpu: 100m}}}]",
      { spec: { resources: { requests: { cpu: "1" } }, containers: [app(undefined, `0.${"0".repeat(20)}1`)] } },
    ],
    [
      "whose limit has a greater exponent than is read here, where its container has a limit",
      "containers: [{name: a, image: b, resources: {limits: {memory: 1Gi}}}]",
      { spec: { resources: { limits: { memory: "1e20" } } } },
    ],
    [
      "whose request is nothing",
      "containers: [{name: a, image: b, resources: {requests: {cpu: 100m}}}]",
      { spec: { resources: { requests: { cpu: null } } } },
    ],
  ];
  for (const [claim, spec, pod] of cases)
    it(claim, () => {
      assert.deepEqual(reasons(spec, {}), ["injected"], "without what it has");
      assert.deepEqual(reasons(spec, pod), ["conflict"]);
    });
});

describe("a template is for a pod", () => {
  it("whose quantities cannot be read, where its containers ask for nothing", () => {
    const resources = { requests: { cpu: "1e20" }, limits: { cpu: "1e20", memory: "1e20" } };
    assert.deepEqual(reasons("containers: [{name: a, image: b}]", { spec: { resources } }), ["injected"]);
  });
});

describe("the grace period of a pod that was written by hand with one below zero, which Kubernetes takes for 1", () => {
  const pod = { spec: { terminationGracePeriodSeconds: -1 } };
  const graceOperations = (spec: string): readonly (JsonValue | undefined)[] =>
    decided(spec, pod)
      .patch?.operations.filter(({ path }) => path === "/spec/terminationGracePeriodSeconds")
      .map(({ value }) => value) ?? [];

  it("stays where the template has none, or none that is longer", () => {
    assert.deepEqual(graceOperations("shareProcessNamespace: true"), []);
    assert.deepEqual(graceOperations("shareProcessNamespace: true, terminationGracePeriodSeconds: 0"), []);
    assert.deepEqual(graceOperations("shareProcessNamespace: true, terminationGracePeriodSeconds: 1"), []);
  });

  it("is raised to a longer one", () => {
    assert.deepEqual(graceOperations("terminationGracePeriodSeconds: 2"), [2]);
  });

  it("is long enough for a sidecar that sleeps for 1 second, and no longer", () => {
    const sleeping = (seconds: number): string =>
      `containers: [{name: a, image: b, lifecycle: {preStop: {sleep: {seconds: ${seconds}}}}}]`;
    assert.deepEqual([reasons(sleeping(1), pod), reasons(sleeping(2), pod)], [["injected"], ["conflict"]]);
  });
});

function app(memory: string | undefined, cpu?: string): JsonObject {
  return { name: "app", image: "app:1", resources: { requests: { memory, cpu } } };
}

interface PodFields {
  readonly annotations?: JsonObject;
  readonly spec?: JsonObject;
}

describe("a template goes into a pod", () => {
  const cases: readonly (readonly [
    claim: string,
    spec: string,
    pod: { annotations?: JsonObject; spec?: JsonObject },
  ])[] = [
    [
      "that shares the processes of its node, where the pod says itself that it shares none of its own",
      "shareProcessNamespace: true",
      { spec: { hostPID: true, shareProcessNamespace: false } },
    ],
    [
      "that names an AppArmor profile by annotation, where the template sets one of seccomp",
      "securityContext: {seccompProfile: {type: RuntimeDefault}}",
      { annotations: { "container.apparmor.security.beta.kubernetes.io/app": "runtime/default" } },
    ],
    [
      "that names a seccomp profile by annotation and field, where the template sets one too",
      "securityContext: {seccompProfile: {type: RuntimeDefault}}",
      {
        annotations: { "seccomp.security.alpha.kubernetes.io/pod": "unconfined" },
        spec: { securityContext: { seccompProfile: { type: "Unconfined" } } },
      },
    ],
  ];
  for (const [claim, spec, pod] of cases)
    it(claim, () => {
      assert.deepEqual(reasons(spec, pod), ["injected"]);
    });
});

function reasons(spec: string, pod: PodFields): readonly string[] {
  return decided(spec, pod).templates.map(({ reason }) => reason);
}

function decided(spec: string, { annotations, spec: fields }: PodFields): Decision {
  const parsed = parseSidecarConfiguration({ default: `spec: {${spec}}` });
  assert.deepEqual(parsed.problems, []);
  const configuration = compileConfiguration(parsed, { nativeSidecars: true });
  const pod = {
    metadata: { labels: { "eks.amazonaws.com/fargate-profile": "default" }, annotations: annotations ?? {} },
    spec: { containers: [{ name: "app", image: "app:1" }], ...fields },
  };
  return decide(pod, "shop", configuration);
}
