import assert from "node:assert/strict";
import { mock } from "node:test";
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { before, describe, it } from "mocha";
import { SidecarInjector, type SidecarInjectorArgs } from "../../components";
import { deletionOrder, inputAt, recordStack, type RecordedStack } from "./recordedStack";

const IMAGE = "example.com/fargate-sidecar-injector:1.0.0";
const WEBHOOK_CONFIGURATION = ":MutatingWebhookConfiguration";
const VALIDATING_CONFIGURATION = ":ValidatingWebhookConfiguration";

const record = (args: Partial<SidecarInjectorArgs> = {}): Promise<RecordedStack> =>
  recordStack(() => new SidecarInjector("injector", { image: IMAGE, ...args }));

describe("SidecarInjector", () => {
  let stack: RecordedStack;
  before(async () => {
    stack = await record({
      sidecarConfiguration: { templates: { default: "spec: {containers: [{name: sidecar, image: busybox}]}" } },
    });
  });

  it("makes each part of the in-cluster half once", () => {
    const kubernetes = stack.resources.map(({ type }) => type).filter((type) => type.startsWith("kubernetes:"));
    assert.deepEqual(kubernetes.map((type) => type.split(":").pop()).sort(), [
      "ConfigMap",
      "Deployment",
      "MutatingWebhookConfiguration",
      "Namespace",
      "PodDisruptionBudget",
      "Role",
      "RoleBinding",
      "Secret",
      "Service",
      "ServiceAccount",
      "ValidatingWebhookConfiguration",
    ]);
  });

  it("names its children after itself and is the parent of them all", () => {
    const [component, ...children] = stack.resources.filter(({ type }) => !type.startsWith("pulumi:"));
    assert.equal(component?.type, "fargate-sidecar-injector:index:SidecarInjector");
    for (const { name, parent, type } of children) {
      assert.ok(name.startsWith("injector-"), `${type} is named ${name}`);
      assert.ok(parent.includes("fargate-sidecar-injector:index:"), `${type} has the parent ${parent}`);
    }
  });

  it("creates the ValidatingWebhookConfiguration after everything else but the MutatingWebhookConfiguration, which is last", () => {
    const madeAfter = (typeEnd: string): string[] => {
      const reached = reachableFrom(stack, stack.only(typeEnd).urn);
      return stack.resources
        .filter(({ type, urn }) => type.startsWith("kubernetes:") && !reached.has(urn))
        .map(({ type }) => type);
    };
    assert.deepEqual(madeAfter(WEBHOOK_CONFIGURATION), []);
    assert.deepEqual(madeAfter(VALIDATING_CONFIGURATION), [
      "kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration",
    ]);
  });

  it("deletes the MutatingWebhookConfiguration first and alone, then the ValidatingWebhookConfiguration alone", () => {
    assert.deepEqual(deletionOrder(stack).slice(0, 2), [
      ["kubernetes:admissionregistration.k8s.io/v1:MutatingWebhookConfiguration"],
      ["kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration"],
    ]);
  });

  it("deletes the pods before what they use, and the namespace last of all objects", () => {
    const order = deletionOrder(stack).map((group) => group.filter((type) => type.startsWith("kubernetes:")));
    const at = (typeEnd: string): number => order.findIndex((group) => group.some((type) => type.endsWith(typeEnd)));
    for (const used of [":ConfigMap", ":Secret", ":ServiceAccount", ":RoleBinding"]) {
      assert.ok(at(":Deployment") < at(used), `Deployment before ${used}`);
    }
    const last = order.filter((group) => group.length > 0).at(-1);
    assert.deepEqual(last, ["kubernetes:core/v1:Namespace"]);
  });

  it("ties the Deployment to the ConfigMap by order alone, so that replacing the one keeps the other", () => {
    const configMap = stack.only(":ConfigMap").urn;
    const deployment = stack.only(":Deployment");
    assert.ok(deployment.dependencies.includes(configMap));
    assert.deepEqual(
      Object.values(deployment.propertyDependencies)
        .flat()
        .filter((urn) => urn === configMap),
      [],
    );
  });

  it("ties the Deployment to the name of its certificate's Secret, so that a renewal is a rollout", () => {
    const secret = stack.only(":Secret");
    assert.ok(stack.only(":Deployment").propertyDependencies.spec?.includes(secret.urn));
    assert.equal(inputAt(secret, "metadata", "name"), undefined);
    assert.equal(secret.hasSecrets, true);
  });

  it("gives workloads that depend on `ready` an edge to the MutatingWebhookConfiguration", async () => {
    const { resources, only } = await recordStack(() => {
      const injector = new SidecarInjector("injector", { image: IMAGE });
      new k8s.core.v1.Pod("app", {}, { dependsOn: injector.ready });
    });
    const pod = resources.find(({ name }) => name === "app");
    assert.ok(pod?.dependencies.includes(only(WEBHOOK_CONFIGURATION).urn));
  });

  it("has outputs that name what a user cannot reconstruct", async () => {
    let outputs: unknown;
    await recordStack(() => {
      const injector = new SidecarInjector("injector", { image: IMAGE, namespace: "sidecars" });
      const { namespace, configMapName, webhookConfigurationName, serviceName, certificateExpiresAt } = injector;
      pulumi
        .all({ namespace, configMapName, webhookConfigurationName, serviceName, certificateExpiresAt })
        .apply((values) => {
          outputs = values;
        });
    });
    assert.deepEqual(outputs, {
      namespace: "sidecars",
      configMapName: "fargate-injector-sidecar-config",
      webhookConfigurationName: "0600-fargate-sidecar-injector",
      serviceName: "fargate-sidecar-injector",
      certificateExpiresAt: "2100-01-01T00:00:00.000Z",
    });
  });

  it("previews with every output unknown", async () => {
    const preview = await recordStack(
      () => {
        const source = new k8s.core.v1.ConfigMap("source", {});
        return new SidecarInjector("injector", {
          image: source.data.apply((data) => data.image ?? ""),
          namespace: source.metadata.name,
          replicas: source.metadata.generation,
          kubernetesVersion: source.data.apply((data) => data.version ?? ""),
          sidecarConfiguration: { templates: source.data },
        });
      },
      { preview: true },
    );
    assert.ok(preview.has(WEBHOOK_CONFIGURATION));
  });

  describe("without a namespace of its own", () => {
    it("takes the one that is given and makes none", async () => {
      const given = await record({ namespace: "sidecars", createNamespace: false });
      assert.equal(given.has(":Namespace"), false);
      assert.equal(inputAt(given.only(":Deployment"), "metadata", "namespace"), "sidecars");
    });
  });

  describe("with a ConfigMap that is not managed", () => {
    it("makes none", async () => {
      const unmanaged = await record({ sidecarConfiguration: { managed: false } });
      assert.equal(unmanaged.has(":ConfigMap"), false);
    });
  });

  describe("with templates that are valid but hardly meant", () => {
    const clashing = (image: string) => `spec: {containers: [{name: sidecar, image: "${image}"}]}`;
    const warning =
      /^warning: \[runtime\] sidecarConfiguration\.templates\._all\.spec\.containers\[0\]: template "default" adds /;
    const later = pulumi.output(clashing("b:1"));
    for (const [when, all] of [
      ["known from the start", clashing("b:1")],
      ["that come from another resource", later],
    ] as const)
      it(`${when} warns of each once, and makes the rest`, async () => {
        const warn = mock.method(console, "warn", () => undefined);
        try {
          const warned = await record({ sidecarConfiguration: { templates: { default: clashing("a:1"), _all: all } } });
          assert.ok(warned.has(WEBHOOK_CONFIGURATION));
          const messages = warn.mock.calls.map((each) => String(each.arguments[0]));
          assert.equal(messages.length, 1, messages.join("\n"));
          assert.match(messages.join(), warning);
        } finally {
          warn.mock.restore();
        }
      });
  });

  describe("with templates for the mesh", () => {
    for (const appMesh of [undefined, true])
      it(
        appMesh === true ? "and an entry for its pods warns of nothing" : "and no entry for its pods warns",
        async () => {
          const warn = mock.method(console, "warn", () => undefined);
          try {
            const templates = { mesh: "{kind: appmesh, mesh: my-mesh, region: eu-west-1}" };
            await record({ appMesh, sidecarConfiguration: { templates } });
            const messages = warn.mock.calls.map((each) => String(each.arguments[0]));
            const expected = /sidecarConfiguration\.templates\.mesh: is for no pod without `appMesh: true`$/;
            assert.deepEqual(
              messages.map((message) => expected.test(message)),
              appMesh === true ? [] : [true],
            );
          } finally {
            warn.mock.restore();
          }
        },
      );
  });

  describe("with wrong arguments", () => {
    it("lists every one of them and makes nothing", async () => {
      let problem: unknown;
      const empty = await recordStack(() => {
        try {
          new SidecarInjector("injector", { image: "", replicas: 0 });
        } catch (error) {
          problem = error;
        }
      });
      assert.ok(pulumi.ResourceError.isInstance(problem));
      assert.equal(problem.hideStack, true);
      assert.match(
        problem.message,
        /^SidecarInjector "injector" cannot be made:\n {2}- image: .*\n {2}- replicas: .*$/,
      );
      assert.deepEqual(
        empty.resources.map(({ type }) => type),
        ["pulumi:pulumi:Stack"],
      );
    });
  });
});

function reachableFrom({ resources }: RecordedStack, start: string): Set<string> {
  const reached = new Set<string>();
  const visit = (urn: string): void => {
    if (reached.has(urn)) return;
    reached.add(urn);
    resources.find((resource) => resource.urn === urn)?.dependencies.forEach(visit);
  };
  visit(start);
  return reached;
}
