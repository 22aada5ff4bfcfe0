import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { SidecarInjector } from "../../../components";
import { inputAt, recordStack, type RecordedResource } from "../recordedStack";

const POD = ["spec", "template", "spec"] as const;
const CONTAINER = [...POD, "containers", 0] as const;

const record = async (about: { kubernetesVersion?: string; region?: string } = {}): Promise<RecordedResource> =>
  (
    await recordStack(
      () =>
        new SidecarInjector("injector", {
          image: "example.com/webhook:1",
          namespace: "sidecars",
          replicas: 3,
          resources: { cpu: "500m", memory: "512Mi" },
          ...about,
        }),
    )
  ).only(":Deployment");

describe("the webhook's Deployment", () => {
  let deployment: RecordedResource;
  before(async () => {
    deployment = await record();
  });

  it("meets every rule of the restricted Pod Security Standard", () => {
    // https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted, rule by rule.
    assert.deepEqual(inputAt(deployment, ...POD, "securityContext"), {
      runAsNonRoot: true,
      runAsUser: 65532,
      runAsGroup: 65532,
      fsGroup: 65532,
      seccompProfile: { type: "RuntimeDefault" },
    });
    assert.deepEqual(inputAt(deployment, ...CONTAINER, "securityContext"), {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      readOnlyRootFilesystem: true,
    });
    for (const field of ["hostNetwork", "hostPID", "hostIPC", "initContainers"]) {
      assert.equal(inputAt(deployment, ...POD, field), undefined, field);
    }
    assert.deepEqual(
      inputAt(deployment, ...POD, "volumes"),
      [{ name: "tls", secret: { secretName: "injector-serving-certificate-a1b2c3d4", defaultMode: 0o440 } }],
      "only volumes of the kinds that the standard allows",
    );
    assert.equal(inputAt(deployment, ...CONTAINER, "ports", 0, "hostPort"), undefined);
  });

  it("starts the webhook with the arguments that its command line knows", () => {
    assert.deepEqual(inputAt(deployment, ...CONTAINER, "args"), [
      "--config-map=fargate-injector-sidecar-config",
      "--namespace=sidecars",
      "--tls-cert=/etc/fargate-sidecar-injector/tls/tls.crt",
      "--tls-key=/etc/fargate-sidecar-injector/tls/tls.key",
      "--host=*",
      "--port=8443",
      "--log-level=info",
    ]);
  });

  it("tells the webhook the version of Kubernetes and the region where they are given", async () => {
    const args = inputAt(await record({ kubernetesVersion: "1.36", region: "eu-west-1" }), ...CONTAINER, "args");
    assert.ok(Array.isArray(args));
    assert.deepEqual(args.slice(-2), ["--kubernetes-version=1.36", "--region=eu-west-1"]);
  });

  it("keeps its own pods from being injected", () => {
    assert.equal(
      inputAt(deployment, "spec", "template", "metadata", "labels", "fargate-sidecar-injector/inject"),
      "false",
    );
  });

  it("requests what it is limited to, because Fargate gives no more than is requested", () => {
    const expected = { cpu: "500m", memory: "512Mi" };
    assert.deepEqual(inputAt(deployment, ...CONTAINER, "resources"), { requests: expected, limits: expected });
  });

  it("starts a new pod before it takes an old one away", () => {
    assert.equal(inputAt(deployment, "spec", "replicas"), 3);
    assert.deepEqual(inputAt(deployment, "spec", "strategy"), {
      type: "RollingUpdate",
      rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
    });
  });

  it("asks for a spread over nodes and zones, and never waits for it", () => {
    const constraints = inputAt(deployment, ...POD, "topologySpreadConstraints");
    assert.ok(Array.isArray(constraints));
    assert.deepEqual(
      constraints.map((_, index) => [
        inputAt(deployment, ...POD, "topologySpreadConstraints", index, "topologyKey"),
        inputAt(deployment, ...POD, "topologySpreadConstraints", index, "whenUnsatisfiable"),
      ]),
      [
        ["kubernetes.io/hostname", "ScheduleAnyway"],
        ["topology.kubernetes.io/zone", "ScheduleAnyway"],
      ],
    );
  });

  it("is probed over HTTPS on the paths that the webhook answers", () => {
    const probed = ["startupProbe", "readinessProbe", "livenessProbe"].map((probe) =>
      inputAt(deployment, ...CONTAINER, probe, "httpGet"),
    );
    const over = (path: string): object => ({ path, port: "https", scheme: "HTTPS" });
    assert.deepEqual(probed, [over("/healthz"), over("/readyz"), over("/healthz")]);
    assert.deepEqual(inputAt(deployment, ...CONTAINER, "lifecycle"), { preStop: { sleep: { seconds: 5 } } });
  });

  it("mounts the token of an account that nobody else in the namespace gets by default", async () => {
    assert.equal(inputAt(deployment, ...POD, "automountServiceAccountToken"), true);
    const stack = await recordStack(() => new SidecarInjector("injector", { image: "webhook" }));
    assert.equal(inputAt(stack.only(":ServiceAccount"), "automountServiceAccountToken"), false);
  });
});
