import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { isJsonObject, type JsonObject } from "../../../injection";
import { parseAppMeshSettings } from "../../../injection/appMesh/parseAppMeshSettings";
import { readFormat } from "../../../schema/readFormat";
import { testRule } from "../configuration/rules";
import { settingsOf } from "./pods";

const REQUIRED = { mesh: "m", region: "eu-west-1" };

describe("the settings of App Mesh", () => {
  it("have the defaults of AWS's controller", () => {
    assert.deepEqual(settingsOf(REQUIRED), {
      mesh: "m",
      region: "eu-west-1",
      injectByDefault: true,
      virtualNodeName: "namespace-deployment",
      virtualGateway: undefined,
      listenerPorts: undefined,
      envoy: {
        image: "public.ecr.aws/appmesh/aws-appmesh-envoy:v1.34.13.3-prod",
        logLevel: "info",
        adminAccess: { port: 9901, logFile: "/tmp/envoy_admin_access.log", ipv6: false },
        preStopDelaySeconds: 20,
        readinessProbe: { initialDelaySeconds: 1, periodSeconds: 10 },
        waitUntilReady: false,
        startupProbe: { periodSeconds: 5, failureThreshold: 36 },
      },
      resources: { requests: { cpu: "10m", memory: "32Mi" }, limits: {} },
      interception: {
        image: "840364872350.dkr.ecr.us-west-2.amazonaws.com/aws-appmesh-proxy-route-manager:v7-prod",
        egressIgnoredIPs: ["169.254.169.254"],
        egressIgnoredPorts: [22],
        ipv6: true,
      },
      tracing: undefined,
      statsTags: false,
      dogStatsd: undefined,
      sds: undefined,
      iamForServiceAccounts: true,
      ecrSecret: false,
      preview: false,
      dualStackEndpoint: false,
      fipsEndpoint: false,
      kubernetesVersion: undefined,
    });
  });

  it("have the defaults of a receiver or tracer that is given without fields", () => {
    const given = settingsOf({ ...REQUIRED, dogStatsd: {}, sds: {}, tracing: { xray: {} } });
    assert.deepEqual(given.dogStatsd, { address: "127.0.0.1", port: 8125, socketPath: undefined });
    assert.deepEqual(given.sds, { socketPath: "/run/spire/sockets/agent.sock" });
    assert.deepEqual(given.tracing, {
      tracer: "xray",
      image: "public.ecr.aws/xray/aws-xray-daemon:latest",
      port: 2000,
      samplingRate: 0.05,
      logLevel: "prod",
      roleArn: undefined,
    });
    assert.deepEqual(settingsOf({ ...REQUIRED, tracing: { jaeger: {} } }).tracing, {
      tracer: "jaeger",
      address: "appmesh-jaeger.appmesh-system",
      port: 9411,
    });
    assert.deepEqual(settingsOf({ ...REQUIRED, tracing: { datadog: {} } }).tracing, {
      tracer: "datadog",
      address: "datadog.appmesh-system",
      port: 8126,
    });
  });

  it("keep the default of one resource where another is given", () => {
    const { resources } = settingsOf({ ...REQUIRED, resources: { requests: { cpu: "1" }, limits: { memory: "1Gi" } } });
    assert.deepEqual(resources, { requests: { cpu: "1", memory: "32Mi" }, limits: { memory: "1Gi" } });
  });

  it("take a field without a value for one that is not given", () => {
    const nothing: JsonObject = {
      envoy: null,
      resources: null,
      tracing: { xray: null },
      listenerPorts: null,
      sds: null,
    };
    assert.deepEqual(settingsOf({ ...REQUIRED, ...nothing }), settingsOf(REQUIRED));
  });

  it("know every field of the format, and no other", () => {
    const text = readFileSync(join(__dirname, "../../../injection/appMesh/appMeshFormat.ts"), "utf8");
    const [format, ...others] = readFormat(text);
    const objects = new Map([...others].map((type) => [type.name, type] as const));
    const paths = (fields: (typeof others)[number]["fields"], path: string): readonly string[] =>
      fields.flatMap(({ name, type }) => {
        const object = type.kind === "format" ? objects.get(type.name) : undefined;
        return object === undefined ? [] : [`${path}.${name}`, ...paths(object.fields, `${path}.${name}`)];
      });
    for (const path of ["mesh", ...paths(format?.fields ?? [], "mesh")]) {
      const keys = path.split(".").slice(1);
      const unknown = keys.reduceRight<JsonObject>((inner, key) => ({ [key]: inner }), { zzzzzzzzzzzz: 1 });
      const known = keys.reduce((type, key) => {
        const field = type?.fields.find(({ name }) => name === key)?.type;
        return field?.kind === "format" ? objects.get(field.name) : undefined;
      }, format);
      const names = known?.fields.map(({ name }) => name).sort() ?? [];
      const message = names.length <= 16 ? `unknown field; known are ${names.join(", ")}` : "unknown field";
      const problems: string[] = [];
      parseAppMeshSettings({ ...REQUIRED, ...unknown }, "mesh", (at, what) => void problems.push(`${at}: ${what}`));
      assert.deepEqual(problems, [`${path}.zzzzzzzzzzzz: ${message}`]);
    }
  });
});

describe("the rules of App Mesh's settings", () => {
  testRule(
    (value, report) => {
      assert.ok(isJsonObject(value));
      parseAppMeshSettings({ ...REQUIRED, ...value }, "mesh", report);
    },
    [
      [
        "want a mesh and a region",
        "{mesh: ~, region: ~}",
        'mesh.mesh: is missing; it must be a name of at most 255 letters, digits, "-", "_" and "."',
        "mesh.region: is missing; it must be an AWS region such as eu-west-1",
      ],
      [
        "refuse a mesh and a region that cannot be",
        "{mesh: a/b, region: Frankfurt}",
        'mesh.mesh: must be a name of at most 255 letters, digits, "-", "_" and ".", but is the string "a/b"',
        'mesh.region: must be an AWS region such as eu-west-1, but is the string "Frankfurt"',
      ],
      ["accept regions of other partitions", "{region: us-gov-west-1}"],
      ["accept an owner in quotes", '{meshOwner: "012345678901"}'],
      [
        "refuse an owner that YAML makes a number of",
        "{meshOwner: 111122223333}",
        "mesh.meshOwner: must be an AWS account of 12 digits, in quotes, but is the number 111122223333",
      ],
      [
        "refuse a form of names that there is not",
        "{virtualNodeName: deployment}",
        'mesh.virtualNodeName: must be one of namespace-deployment, deployment-namespace, deployment_namespace, but is the string "deployment"',
      ],
      [
        "refuse ports that are none, each",
        '{listenerPorts: [80, "81", 0, 65536, 1.5]}',
        'mesh.listenerPorts[1]: must be a port from 1 to 65535, but is the string "81"',
        "mesh.listenerPorts[2]: must be a port from 1 to 65535, but is the number 0",
        "mesh.listenerPorts[3]: must be a port from 1 to 65535, but is the number 65536",
        "mesh.listenerPorts[4]: must be a port from 1 to 65535, but is the number 1.5",
      ],
      [
        "refuse text for a list",
        '{interception: {egressIgnoredIPs: "10.0.0.1", egressIgnoredPorts: 22}}',
        'mesh.interception.egressIgnoredIPs: must be a list, each item an IP address or network, but is the string "10.0.0.1"',
        "mesh.interception.egressIgnoredPorts: must be a list, each item a port from 1 to 65535, but is the number 22",
      ],
      [
        "accept addresses and networks of both kinds, and no others",
        '{interception: {egressIgnoredIPs: [10.0.0.0/8, "fd00::/8", "::1", 10.0.0.0/33, localhost, 10.0.0.0/8/8]}}',
        'mesh.interception.egressIgnoredIPs[3]: must be an IP address or network, but is the string "10.0.0.0/33"',
        'mesh.interception.egressIgnoredIPs[4]: must be an IP address or network, but is the string "localhost"',
        'mesh.interception.egressIgnoredIPs[5]: must be an IP address or network, but is the string "10.0.0.0/8/8"',
      ],
      [
        "refuse two tracers",
        "{tracing: {jaeger: {}, xray: {}}}",
        "mesh.tracing: has jaeger and xray; give one, because Envoy has one tracer",
      ],
      [
        "refuse a tracer that is no mapping",
        "{tracing: {jaeger: true}}",
        "mesh.tracing.jaeger: must be a mapping, but is the boolean true",
      ],
      [
        "refuse a sampling rate in per cent, and one in quotes",
        "{tracing: {xray: {samplingRate: 5}}}",
        "mesh.tracing.xray.samplingRate: must be a number from 0 to 1, but is the number 5",
      ],
      [
        "refuse a role that is none",
        "{tracing: {xray: {roleArn: traces}}}",
        'mesh.tracing.xray.roleArn: must be the ARN of an IAM role, but is the string "traces"',
      ],
      [
        "refuse a level of logs that YAML makes a boolean of",
        "{envoy: {logLevel: off}}",
        "mesh.envoy.logLevel: must be one of trace, debug, info, warning, error, critical, off, but is the boolean false",
      ],
      [
        "refuse an image with a line separator that only the API server takes for white space",
        '{envoy: {image: "a\\u0085"}}',
        'mesh.envoy.image: must be an image reference such as registry.example.com/team/agent:1.2, but is the string "a\u0085"',
      ],
      [
        "refuse an image with spaces and one that is empty",
        '{envoy: {image: "a b"}, interception: {image: ""}}',
        'mesh.envoy.image: must be an image reference such as registry.example.com/team/agent:1.2, but is the string "a b"',
        'mesh.interception.image: must be an image reference such as registry.example.com/team/agent:1.2, but is the string ""',
      ],
      [
        "refuse images that no node can pull, which every pod would be refused Envoy for",
        '{envoy: {image: "Envoy:1"}, interception: {image: "${REGISTRY}/redirect"}, tracing: {xray: {image: "a:b:c"}}}',
        'mesh.envoy.image: must be an image reference such as registry.example.com/team/agent:1.2, but is the string "Envoy:1"',
        'mesh.interception.image: must be an image reference such as registry.example.com/team/agent:1.2, but is the string "${REGISTRY}/redirect"',
        'mesh.tracing.xray.image: must be an image reference such as registry.example.com/team/agent:1.2, but is the string "a:b:c"',
      ],
      [
        "refuse seconds that are less than none, or a text",
        '{envoy: {preStopDelaySeconds: -1, readinessProbe: {periodSeconds: 0, initialDelaySeconds: "1"}}}',
        "mesh.envoy.preStopDelaySeconds: must be a whole number from 0 to 86400, but is the number -1",
        'mesh.envoy.readinessProbe.initialDelaySeconds: must be a whole number from 0 to 86400, but is the string "1"',
        "mesh.envoy.readinessProbe.periodSeconds: must be a whole number from 1 to 86400, but is the number 0",
      ],
      [
        "refuse resources that the API server would refuse",
        "{resources: {requests: {cpu: 2, memory: much}, limits: {cpu: 1}}}",
        'mesh.resources.requests.memory: must be a quantity such as "100m" or "64Mi", but is the string "much"',
        "mesh.resources.requests.cpu: the number 2 is more than the limit, the number 1",
      ],
      [
        "refuse a limit below the default request",
        "{resources: {limits: {cpu: 5m}}}",
        'mesh.resources.requests.cpu: the string "10m" is more than the limit, the string "5m"',
      ],
      [
        "refuse a socket without a path from the root",
        "{sds: {socketPath: run/agent.sock}, dogStatsd: {socketPath: dsd.socket}}",
        'mesh.dogStatsd.socketPath: must be an absolute path, but is the string "dsd.socket"',
        'mesh.sds.socketPath: must be an absolute path without "..", but is the string "run/agent.sock"',
      ],
      [
        "refuse a version that YAML makes a number of",
        "{kubernetesVersion: 1.3}",
        'mesh.kubernetesVersion: must be a version such as "1.36", in quotes, but is the number 1.3',
      ],
      [
        "refuse a choice that is no boolean, and tell of a field that is written wrong",
        "{injectByDefault: maybe, ecrSecrets: true}",
        'mesh.ecrSecrets: unknown field, did you mean "ecrSecret"?',
        'mesh.injectByDefault: must be true or false, but is the string "maybe"',
      ],
    ],
  );
});
