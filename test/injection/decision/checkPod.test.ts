import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { findFault } from "../../../injection/decision/checkPod";
import type { JsonObject } from "../../../injection/json";

describe("the fault of a pod", () => {
  const app = { name: "app" };
  const faults: readonly (readonly [fault: string | undefined, spec: JsonObject])[] = [
    [undefined, { containers: [app] }],
    [
      undefined,
      {
        containers: [
          {
            name: "app",
            volumeMounts: [
              { name: "log", mountPath: "/a" },
              { name: "log", mountPath: "/b" },
            ],
          },
        ],
        initContainers: [{ name: "init", volumeMounts: [{ name: "log", mountPath: "/a" }] }],
        volumes: [{ name: "log" }],
      },
    ],
    // The API server only warns of those.
    [
      undefined,
      {
        containers: [
          { name: "a", ports: [{ containerPort: 80 }] },
          { name: "b", ports: [{ containerPort: 80 }] },
        ],
      },
    ],
    ['container "app" stands twice', { containers: [app, app] }],
    ['container "app" stands twice', { containers: [app], initContainers: [app] }],
    ['container "app" stands twice', { containers: [app], ephemeralContainers: [app] }],
    ['volume "log" stands twice', { containers: [app], volumes: [{ name: "log" }, { name: "log" }] }],
    [
      'container "app" mounts volume "log", which is not there',
      { containers: [{ name: "app", volumeMounts: [{ name: "log", mountPath: "/a" }] }] },
    ],
    [
      'container "app" mounts volume "disk", which is not there',
      { containers: [{ name: "app", volumeDevices: [{ name: "disk", devicePath: "/dev/x" }] }] },
    ],
    [
      'container "init" has two mounts at /a',
      {
        containers: [app],
        initContainers: [
          {
            name: "init",
            volumeMounts: [
              { name: "log", mountPath: "/a" },
              { name: "tmp", mountPath: "/a" },
            ],
          },
        ],
        volumes: [{ name: "log" }, { name: "tmp" }],
      },
    ],
    ["spec.containers is no list of named objects", {}],
    ["spec.containers is no list of named objects", { containers: null }],
    ["spec.containers is no list of named objects", { containers: { app } }],
    ["spec.initContainers is no list of named objects", { containers: [app], initContainers: "none" }],
    ["spec.ephemeralContainers is no list of named objects", { containers: [app], ephemeralContainers: [null] }],
    ["spec.volumes is no list of named objects", { containers: [app], volumes: [{ name: 5 }] }],
    ["spec.imagePullSecrets is no list of objects", { containers: [app], imagePullSecrets: ["registry"] }],
  ];
  for (const [fault, spec] of faults)
    it(`${fault ?? "is none"}: ${JSON.stringify(spec)}`, () => {
      assert.equal(findFault({ metadata: {}, spec }), fault);
    });

  it("may be that it has no metadata or spec to speak of", () => {
    assert.equal(findFault({}), "metadata is no object");
    assert.equal(findFault({ metadata: {}, spec: [] }), "spec is no object");
    assert.equal(
      findFault({ metadata: { labels: "a=b" }, spec: { containers: [] } }),
      "metadata.labels or metadata.annotations is no object",
    );
  });
});
