import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { compileConfiguration, decide, parseSidecarConfiguration, type JsonObject } from "../../../injection";

describe("a template is left out, as a conflict, of a pod", () => {
  const cases: readonly (readonly [
    claim: string,
    spec: string,
    pod: { annotations?: JsonObject; spec?: JsonObject },
  ])[] = [
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
  ];
  for (const [claim, spec, pod] of cases)
    it(claim, () => {
      assert.deepEqual(reasons(spec, {}), ["injected"], "without what it has");
      assert.deepEqual(reasons(spec, pod), ["conflict"]);
    });
});

function reasons(
  spec: string,
  { annotations, spec: fields }: { annotations?: JsonObject; spec?: JsonObject },
): readonly string[] {
  const parsed = parseSidecarConfiguration({ default: `spec: {${spec}}` });
  assert.deepEqual(parsed.problems, []);
  const configuration = compileConfiguration(parsed, { nativeSidecars: true });
  const pod = {
    metadata: { labels: { "eks.amazonaws.com/fargate-profile": "default" }, annotations: annotations ?? {} },
    spec: { containers: [{ name: "app", image: "app:1" }], ...fields },
  };
  return decide(pod, "shop", configuration).templates.map(({ reason }) => reason);
}
