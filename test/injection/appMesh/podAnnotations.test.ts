import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { JsonValue } from "../../../injection";
import { readAnnotations, type PodAnnotations } from "../../../injection/appMesh/podAnnotations";

function read(
  name: string,
  value: JsonValue,
): { readonly annotations: PodAnnotations; readonly faults: readonly string[] } {
  return readAnnotations({ [`appmesh.k8s.aws/${name}`]: value });
}

/** The annotation, its text, and what is read of it. */
const GOOD: readonly (readonly [name: keyof PodAnnotations, text: string, value: unknown])[] = [
  ["sidecarInjectorWebhook", "enabled", true],
  ["sidecarInjectorWebhook", " DISABLED ", false],
  ["mesh", "my-mesh", "my-mesh"],
  ["mesh", "my-mesh@111122223333", "my-mesh@111122223333"],
  ["virtualNode", "web_shop", "web_shop"],
  ["ports", "80", [80]],
  ["ports", " 8079 , 8080,8079 ", [8079, 8080]],
  ["ports", "", []],
  ["egressIgnoredPorts", "", []],
  ["egressIgnoredPorts", "22,3306", [22, 3306]],
  ["egressIgnoredIPs", "169.254.169.254, fd00::/8", ["169.254.169.254", "fd00::/8"]],
  ["egressIgnoredIPs", "", []],
  ["proxyIngressPort", "15000", 15000],
  ["proxyEgressPort", "16001", 16001],
  ["ignoredUID", "1337", 1337],
  ["appmeshCNI", "Enabled", true],
  ["ipv6", "disabled", false],
  ["preview", "true", true],
  ["preview", "Enabled", true],
  ["preview", "false", false],
  ["preview", "disabled", false],
  ["cpuRequest", "100m", "100m"],
  ["memoryLimit", "1.5Gi", "1.5Gi"],
  ["secretMounts", "ca:/etc/ca, key.pem : /etc/key", [mount("ca", "/etc/ca"), mount("key.pem", "/etc/key")]],
  ["secretMounts", "", []],
  ["volumeMounts", "certs:/certs", [mount("certs", "/certs")]],
  ["xrayAgentConfigMount", "xray-config:/tmp/", mount("xray-config", "/tmp/")],
  ["sds", "disabled", false],
];

/** The annotation and its text, and what it must be instead. */
const BAD: readonly (readonly [name: string, text: string, mustBe: string])[] = [
  ["sidecarInjectorWebhook", "", '"enabled" or "disabled"'],
  ["mesh", "", "the name of a mesh"],
  ["mesh", "a/b", "the name of a mesh"],
  ["mesh", "my-mesh@1", "the name of a mesh"],
  ["virtualNode", "mesh/m/virtualNode/n", "the name of a virtual node"],
  ["virtualNode", "a".repeat(256), "the name of a virtual node"],
  ["ports", "0", "ports from 1 to 65535"],
  ["ports", "80,", "ports from 1 to 65535"],
  ["ports", "80 81", "ports from 1 to 65535"],
  ["egressIgnoredPorts", "70000", "ports from 1 to 65535"],
  ["egressIgnoredIPs", "10.0.0.256", "IP addresses or networks"],
  ["egressIgnoredIPs", "10.0.0.1;10.0.0.2", "IP addresses or networks"],
  ["proxyIngressPort", "http", "a port from 1 to 65535"],
  ["proxyEgressPort", "15001,15002", "a port from 1 to 65535"],
  ["ignoredUID", "0", "a number from 1 to 2147483647"],
  ["ignoredGID", "root", "a number from 1 to 2147483647"],
  ["appmeshCNI", "yes", '"enabled" or "disabled"'],
  ["ipv6", "false", '"enabled" or "disabled"'],
  ["preview", "1", '"true", "enabled", "false" or "disabled"'],
  ["cpuRequest", "-1", "a quantity"],
  ["memoryRequest", "64 Mi", "a quantity"],
  ["cpuLimit", "", "a quantity"],
  ["memoryLimit", "64mb", "a quantity"],
  ["secretMounts", "ca", "names and absolute paths"],
  ["secretMounts", "ca:etc/ca", "names and absolute paths"],
  ["secretMounts", "CA:/etc/ca", "names and absolute paths"],
  ["secretMounts", "ca:/etc/ca:ro", "names and absolute paths"],
  ["secretMounts", "ca:/", "names and absolute paths"],
  ["volumeMounts", ":/certs", "names and absolute paths"],
  ["xrayAgentConfigMount", "a:/a,b:/b:c", "a name and an absolute path"],
  ["sds", "off", '"enabled" or "disabled"'],
  ["sidecarEnv", "A", "environment variables"],
  ["sidecarEnv", "A=1,,B=2", "environment variables"],
  ["sidecarEnv", "1A=1", "environment variables"],
  ["sidecarEnvJson", "[1]", "a JSON list"],
  ["sidecarEnvJson", '[{"A":1}]', "a JSON list"],
  ["sidecarEnvJson", '{"A":"1"}', "a JSON list"],
  ["sidecarEnvJson", "[", "a JSON list"],
  ["sidecarEnvJson", '[{"A B":"1"}]', "a JSON list"],
  ["virtualGatewaySkipImageOverride", "true", '"enabled" or "disabled"'],
];

describe("the pod annotations of AWS's App Mesh injectors", () => {
  for (const [name, text, value] of GOOD)
    it(`${name} may be ${JSON.stringify(text)}`, () => {
      const { annotations, faults } = read(name, text);
      assert.deepEqual(faults, []);
      assert.deepEqual(annotations[name], value);
    });

  for (const [name, text, mustBe] of BAD)
    it(`${name} must not be ${JSON.stringify(text.slice(0, 40))}`, () => {
      const [fault = "", ...more] = read(name, text).faults;
      assert.deepEqual(more, []);
      assert.ok(fault.startsWith(`the pod's annotation appmesh.k8s.aws/${name} must be ${mustBe}`), fault);
      assert.ok(fault.includes("but is the string "), fault);
    });

  it("say nothing where they are not there, or of another prefix", () => {
    const { annotations, faults } = readAnnotations({ "example.com/ports": "nonsense", "appmesh.k8s.aws/unknown": "" });
    assert.deepEqual(faults, []);
    assert.deepEqual(
      Object.values(annotations).filter((value) => value !== undefined),
      [[], [], []],
    );
  });

  it("take variables from both annotations, those of JSON last", () => {
    const { annotations } = readAnnotations({
      "appmesh.k8s.aws/sidecarEnv": "A=1, B=x=y",
      "appmesh.k8s.aws/sidecarEnvJson": '[{"C":"a,b","A":"2"},{}]',
    });
    assert.deepEqual(
      annotations.variables.map(({ name, value }) => `${name}=${value}`),
      ["A=1", "B=x=y", "C=a,b", "A=2"],
    );
  });

  it("are all named where several are wrong", () => {
    const { faults } = readAnnotations({ "appmesh.k8s.aws/ports": "x", "appmesh.k8s.aws/preview": "x" });
    assert.deepEqual(
      faults.map((fault) => fault.split(" ")[3]),
      ["appmesh.k8s.aws/ports", "appmesh.k8s.aws/preview"],
    );
  });

  it("are wrong where they are no text, as in a pod that was written by hand", () => {
    assert.deepEqual(read("ports", 80).faults, [
      "the pod's annotation appmesh.k8s.aws/ports must be a text, but is the number 80",
    ]);
  });
});

function mount(name: string, mountPath: string): { readonly name: string; readonly mountPath: string } {
  return { name, mountPath };
}
