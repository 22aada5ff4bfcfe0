import fc from "fast-check";
import { FARGATE_PROFILE_LABEL } from "../../../injection";
import type { JsonObject } from "../../../injection/json";
import { anyJson, often, parameterText } from "../arbitraryPods";

/** What the author of a pod may write into each annotation: good and bad, by the annotation's name. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  sidecarInjectorWebhook: ["enabled", "Disabled", "true"],
  mesh: ["other", "other@111122223333", "a/b"],
  virtualNode: ["web", "web_shop", "a b"],
  ports: ["80", "8079, 8080", "", "http", "0"],
  egressIgnoredIPs: ["10.0.0.0/8", "", "10.0.0.1,::1", "localhost"],
  egressIgnoredPorts: ["22", "", "22,3306", "-1"],
  proxyIngressPort: ["15000", "16000", "x"],
  proxyEgressPort: ["15001", "0"],
  ignoredUID: ["1337", "2000", "0"],
  ignoredGID: ["1337", "-"],
  appmeshCNI: ["enabled", "disabled", "on"],
  ipv6: ["disabled", "enabled", "off"],
  preview: ["true", "enabled", "false", "yes"],
  cpuRequest: ["1m", "100m", "2", "much"],
  memoryRequest: ["1Mi", "64Mi", "1Gi", "-1"],
  cpuLimit: ["5m", "1", "0"],
  memoryLimit: ["16Mi", "2Gi", "x"],
  secretMounts: ["key:/key", "key:/key,key:/other", "ca:/ca", "a.b:/ca,a-b:/b", "sds-socket:/s", "data:/d", "ca"],
  volumeMounts: ["data:/data", "data:/ca", "none:/none", "sds-socket:/x", "data:/run/spire/sockets/agent.sock"],
  xrayAgentConfigMount: ["data:/tmp/", "ca:/x", "none:/x", "data"],
  sds: ["disabled", "enabled", "no"],
  sidecarEnv: ["A=1, B=2", "AWS_REGION=x", "XRAY_SAMPLING_RATE=0.5", "XRAY_SAMPLING_RATE=2", "A", "A=1,A=2"],
  sidecarEnvJson: ['[{"A":"3"}]', '[{"STATSD_ADDRESS":"ref:status.hostIP"}]', "[]", "{}", '[{"":"x"}]'],
  virtualGatewaySkipImageOverride: ["enabled", "disabled", "x"],
};

/** A few annotations, so that not every pod has one that is wrong; the first two texts of each are good. */
const someAnnotations: fc.Arbitrary<JsonObject> = fc
  .subarray(Object.entries(TEXTS), { maxLength: 6 })
  .chain((chosen) =>
    fc.record(
      Object.fromEntries(
        chosen.map(([name, texts]) => [
          `appmesh.k8s.aws/${name}`,
          fc.oneof(
            { weight: 12, arbitrary: fc.constantFrom(...texts.slice(0, 2)) },
            { weight: 2, arbitrary: fc.constantFrom(...texts) },
            { weight: 1, arbitrary: fc.oneof(parameterText, anyJson) },
          ),
        ]),
      ),
      { noNullPrototype: true },
    ),
  );

/** A pod that says much to App Mesh: containers, init containers and volumes of the names that are added, or others. */
export const meshedPod: fc.Arbitrary<JsonObject> = fc
  .record({
    annotations: someAnnotations,
    labels: fc.constantFrom<JsonObject[]>({}, { [FARGATE_PROFILE_LABEL]: "mesh" }, { "pod-template-hash": "5d9" }),
    ownerReferences: fc.constantFrom<(readonly JsonObject[])[]>(
      [],
      [{ apiVersion: "apps/v1", kind: "StatefulSet", uid: "u", name: "db", controller: true }],
      [{ apiVersion: "apps/v1", kind: "ReplicaSet", uid: "u", name: "web-5d9", controller: true }],
      [{ apiVersion: "apps/v1", kind: "Job", uid: "u", name: "report-29385600", controller: true }],
    ),
    restartPolicy: fc.constantFrom("Always", "Never", null),
    containers: fc.constantFrom<(readonly JsonObject[])[]>(
      [{ name: "web", image: "app", ports: [{ containerPort: 80 }] }],
      [{ name: "web", image: "app" }],
      [
        { name: "web", image: "app" },
        { name: "envoy", image: "app", env: [{ name: "AWS_REGION", value: "x" }], ports: [{ containerPort: 1 }] },
      ],
      [
        { name: "xray-daemon", image: "app", ports: null },
        { name: "second", image: "app", ports: [{ containerPort: 80 }] },
      ],
    ),
    initContainers: fc.constantFrom<(readonly JsonObject[] | null)[]>(
      null,
      [],
      [{ name: "own", image: "app" }],
      [{ name: "envoy", image: "app" }],
    ),
    volumes: fc.constantFrom<(readonly JsonObject[] | null)[]>(
      null,
      [],
      [{ name: "data", emptyDir: {} }],
      [{ name: "ca", secret: { secretName: "other" } }, { name: "sds-socket", emptyDir: {} }, { name: "data" }],
    ),
    securityContext: fc.constantFrom<(JsonObject | null)[]>(null, {}, { fsGroup: 5 }),
  })
  .map(({ annotations, labels, ownerReferences, ...spec }) => ({
    metadata: { name: "web", labels, ownerReferences, annotations },
    spec,
  }));

/** Settings that are right, of every kind. */
export const meshSettings: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      meshOwner: fc.constant("111122223333"),
      injectByDefault: often(true, fc.boolean()),
      virtualNodeName: fc.constantFrom("namespace-deployment", "deployment-namespace", "deployment_namespace"),
      virtualGateway: often(null, fc.constant("gateway")),
      listenerPorts: often(null, fc.constantFrom<(readonly number[])[]>([], [80, 65535])),
      envoy: fc.record(
        {
          image: fc.constant("envoy:1"),
          logLevel: fc.constantFrom("off", "trace"),
          adminAccess: fc.constantFrom<JsonObject[]>({}, { port: 1, logFile: "/log", ipv6: true }),
          preStopDelaySeconds: fc.constantFrom(0, 20, 21, 86400),
          readinessProbe: fc.constantFrom<JsonObject[]>({}, { initialDelaySeconds: 0, periodSeconds: 1 }),
          waitUntilReady: fc.boolean(),
          startupProbe: fc.constantFrom<JsonObject[]>({}, { periodSeconds: 1, failureThreshold: 1 }),
        },
        { requiredKeys: [] },
      ),
      resources: fc.constantFrom<JsonObject[]>(
        {},
        { limits: { cpu: "1", memory: "1Gi" } },
        { requests: { cpu: 0, memory: "1Mi", "ephemeral-storage": "1Gi" }, limits: { cpu: 0.5 } },
      ),
      interception: fc.constantFrom<JsonObject[]>({}, { egressIgnoredIPs: [], egressIgnoredPorts: [], ipv6: false }),
      tracing: fc.constantFrom<JsonObject[]>(
        {},
        { jaeger: {} },
        { datadog: { address: "ref:status.hostIP" } },
        { xray: {} },
        { xray: { port: 2001, samplingRate: 0, roleArn: "arn:aws:iam::111122223333:role/x" } },
      ),
      statsTags: fc.boolean(),
      dogStatsd: fc.constantFrom<JsonObject[]>({}, { address: "ref:status.hostIP", socketPath: "/dsd.socket" }),
      sds: often(null, fc.constantFrom<JsonObject[]>({}, { socketPath: "/ca" })),
      iamForServiceAccounts: fc.boolean(),
      ecrSecret: fc.boolean(),
      preview: fc.boolean(),
      dualStackEndpoint: fc.boolean(),
      fipsEndpoint: fc.boolean(),
      kubernetesVersion: fc.constantFrom("1.36", "v1.36.2-eks-1"),
    },
    { requiredKeys: [] },
  )
  .map((settings) => ({ mesh: "m", region: "eu-west-1", ...settings }));
