import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { JsonObject } from "../../../injection/json";
import { newFindings } from "../../../injection/lint/newFindings";
import { POD_SECURITY_LEVELS, podSecurityFindings, type PodSecurityLevel } from "../../../injection/lint/podSecurity";
import { changed, podsOfLevels, RESTRICTED_POD } from "./podSecurityPods";

describe("Pod Security", () => {
  for (const { name, pod, level, path } of podsOfLevels())
    it(`level ${level} takes a pod with ${name}, and no stricter one does`, () => {
      const strictness = POD_SECURITY_LEVELS.indexOf(level);
      for (const [index, other] of POD_SECURITY_LEVELS.entries()) {
        const findings = podSecurityFindings(pod, other);
        assert.equal(findings.length === 0, index <= strictness, other);
        if (index === strictness + 1)
          assert.ok(
            findings.some((finding) => finding.path === path),
            JSON.stringify(findings),
          );
      }
    });

  it("says the value, the level and what is right", () => {
    const pod = changed(RESTRICTED_POD, {
      "spec.containers[0].securityContext.capabilities": { add: ["NET_RAW"] },
      "spec.containers[0].ports": [{ containerPort: 80, hostPort: 8080 }],
      "spec.securityContext.runAsNonRoot": undefined,
      "spec.initContainers": [],
      "spec.volumes[0]": { name: "data", hostPath: { path: "/" } },
    });
    assert.deepEqual(textsOf(pod, "restricted"), [
      "spec.containers[0].ports[0].hostPort: is 8080: Pod Security level restricted allows none",
      "spec.volumes[0].hostPath: is given: Pod Security level restricted allows only configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected and secret",
      'spec.containers[0].securityContext.capabilities.add[0]: is "NET_RAW": Pod Security level restricted allows only NET_BIND_SERVICE',
      "spec.containers[0].securityContext.runAsNonRoot: is not given: Pod Security level restricted wants true, here or for the whole pod",
      'spec.containers[0].securityContext.capabilities.drop: is not given: Pod Security level restricted wants ["ALL"]',
    ]);
  });

  it("holds an ephemeral container to the same as all others", () => {
    const pod = changed(RESTRICTED_POD, {
      "spec.ephemeralContainers": [{ name: "debug", securityContext: { privileged: true } }],
    });
    assert.equal(
      podSecurityFindings(pod, "baseline")[0]?.path,
      "spec.ephemeralContainers[0].securityContext.privileged",
    );
  });

  it("reads null as not given", () => {
    const pod = changed(RESTRICTED_POD, { "spec.hostPID": null, "spec.volumes[0].hostPath": null });
    assert.deepEqual(textsOf(pod, "restricted"), []);
  });

  it("finds nothing in a pod without a spec", () => {
    assert.deepEqual(textsOf({}, "restricted"), []);
  });
});

describe("newFindings", () => {
  const sidecar = { name: "log-router", image: "log-router:1.0", restartPolicy: "Always" };
  const findingsOf = (pod: JsonObject) => podSecurityFindings(pod, "baseline");

  it("are what a sidecar brings, though its place is that of another container", () => {
    const before = changed(RESTRICTED_POD, {
      "spec.initContainers": [{ name: "tune", image: "tune:1.0", securityContext: { privileged: true } }],
    });
    const after = changed(before, {
      "spec.initContainers": [
        { ...sidecar, securityContext: { privileged: true } },
        { name: "tune", image: "tune:1.0", securityContext: { privileged: true } },
      ],
    });
    assert.deepEqual(
      newFindings(before, after, findingsOf).map(({ path }) => path),
      ["spec.initContainers[0].securityContext.privileged"],
    );
  });

  it("are none where the pod has them all by itself", () => {
    const before = changed(RESTRICTED_POD, { "spec.hostPID": true });
    const after = changed(before, { "spec.initContainers": [sidecar] });
    assert.deepEqual(newFindings(before, after, findingsOf), []);
  });

  it("tell volumes apart by name", () => {
    const volume = (name: string) => ({ name, hostPath: { path: "/" } });
    const before = changed(RESTRICTED_POD, { "spec.volumes": [volume("own")] });
    const after = changed(before, { "spec.volumes": [volume("brought"), volume("own")] });
    assert.deepEqual(
      newFindings(before, after, findingsOf).map(({ path }) => path),
      ["spec.volumes[0].hostPath"],
    );
  });
});

function textsOf(pod: JsonObject, level: PodSecurityLevel): readonly string[] {
  return podSecurityFindings(pod, level).map(({ path, message }) => `${path}: ${message}`);
}
