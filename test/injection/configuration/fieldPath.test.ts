import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseFieldPath, valueAt } from "../../../injection/configuration/fieldPath";

describe("the path of a field", () => {
  const pod = {
    metadata: { name: "web-0", namespace: "shop" },
    spec: {
      serviceAccountName: "web",
      priority: 0,
      hostIPC: false,
      nodeSelector: { "example.com/disk.type": "ssd" },
      containers: [{ name: "app", ports: [{ containerPort: 80 }], resources: { limits: { cpu: "1" } } }],
      tolerations: null,
    },
  };
  const good: Readonly<Record<string, unknown>> = {
    "metadata.name": "web-0",
    "metadata.namespace": "shop",
    "spec.serviceAccountName": "web",
    "spec.priority": 0,
    "spec.hostIPC": false,
    "spec.nodeSelector['example.com/disk.type']": "ssd",
    "spec.nodeSelector.other": undefined,
    "spec.containers[0].name": "app",
    "spec.containers[0].ports[0].containerPort": 80,
    "spec.containers[0].resources.limits['cpu']": "1",
    "spec.containers[1].name": undefined,
    "spec.tolerations[0].key": undefined,
    "spec.nodeName": undefined,
  };
  for (const [text, value] of Object.entries(good))
    it(`${text} leads to ${value === undefined ? "nothing" : JSON.stringify(value)}`, () => {
      const read = parseFieldPath(text);
      assert.ok("path" in read, JSON.stringify(read));
      assert.equal(valueAt(pod, read.path), value);
    });

  it("never leads to what an object inherits", () => {
    assert.equal(valueAt(pod, ["spec", "nodeSelector", "constructor"]), undefined);
    assert.equal(valueAt(pod, ["spec", "nodeSelector", "__proto__"]), undefined);
  });

  const malformed = "must be a path such as spec.serviceAccountName or spec.containers[0].name";
  const bad: Readonly<Record<string, string>> = {
    "": "must begin with spec or metadata",
    ".spec.nodeName": malformed,
    "[0]": malformed,
    "spec..nodeName": malformed,
    "spec.containers[]": malformed,
    "spec.containers[0]name": malformed,
    "spec.containers[-1].name": malformed,
    "spec.nodeSelector['disk'": malformed,
    "spec nodeName": malformed,
    "status.podIP": "must begin with spec or metadata",
    "metadata.uid": "must be one of metadata.name, metadata.generateName, metadata.namespace, or a field of spec",
    "metadata.labels['app']": 'take a label by "label:"',
    "metadata.annotations.note": 'take a annotation by "annotation:"',
    spec: "must end at a single value, not at a list or a mapping",
    "spec.containers": "must end at a single value, not at a list or a mapping",
    "spec.containers[0]": "must end at a single value, not at a list or a mapping",
    "spec.nodeSelector": "must end at a single value, not at a list or a mapping",
    "spec.containers.name": "name: there is no such thing in a list",
    "spec[0]": "0: there is no such thing in a object",
    "spec.nodeName.first": "first: there is no such thing in a scalar",
    "spec.nodename": 'nodename: unknown field, did you mean "nodeName"?',
    "spec.constructor": "constructor: unknown field",
    "spec.volumes[0].name": "spec.volumes is changed by templates, so it cannot be a source",
    "spec.initContainers[0].image": "spec.initContainers is changed by templates, so it cannot be a source",
    "spec.terminationGracePeriodSeconds": "is changed by templates, so it cannot be a source",
    "spec.securityContext.fsGroup": "is changed by templates, so it cannot be a source",
    "spec.containers[0].env[0].value": "env of a container is changed by templates, so it cannot be a source",
    "spec.containers[0].volumeMounts[0].mountPath": "volumeMounts of a container is changed by templates",
  };
  for (const [text, fault] of Object.entries(bad))
    it(`is refused where it is "${text}"`, () => {
      const read = parseFieldPath(text);
      assert.ok("fault" in read);
      assert.ok(read.fault.includes(fault), read.fault);
    });
});
