import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, it } from "mocha";
import { parseSidecarConfiguration } from "../../injection";
import { inputAt, recordStack, type RecordedStack } from "../components/recordedStack";

const PROGRAM = join(__dirname, "..", "..", "index.ts");

const load = createRequire(__filename);

/** Runs index.ts afresh with this stack configuration, as the engine does: texts, or JSON for objects. */
function runProgram(config: Readonly<Record<string, string>>): Promise<RecordedStack> {
  return recordStack(() => {
    const keys = Object.entries(config).map(([key, value]): [string, string] => [`project:${key}`, value]);
    pulumi.runtime.setAllConfig(Object.fromEntries(keys), ["project:kubeconfig"]);
    Reflect.deleteProperty(load.cache, PROGRAM);
    load(PROGRAM);
  });
}

/** What makes the stack one for a cluster that exists. */
const EXISTING = { context: "here", kubeconfig: '{"contexts": [{"name": "here"}]}' };

/** What a stack that makes the cluster needs at least, with an image, so that nothing has to be built. */
const NEW = { publicAccessCidrs: '["81.2.69.0/24"]', image: "example.com/webhook:1" };

describe("the Pulumi program of the whole stack", () => {
  afterEach(() => {
    pulumi.runtime.setAllConfig({});
  });

  describe("for a cluster that exists", () => {
    it("installs the injector into the cluster of the kubeconfig, which stays a secret", async () => {
      const stack = await runProgram({ image: "example.com/webhook:1", ...EXISTING });
      const provider = stack.only(":kubernetes");
      assert.equal(provider.hasSecrets, true);
      assert.deepEqual(provider.inputs, { ...EXISTING, enableConfigMapMutable: "true" });
      const objects = stack.resources.filter(({ type }) => type.startsWith("kubernetes:"));
      assert.equal(objects.length, 11);
      for (const object of objects) assert.ok(object.provider.startsWith(provider.urn), object.type);
      assert.ok(!stack.resources.some(({ type }) => /^(aws|eks|docker-build):/.test(type)));
    });

    it("takes namespace, replicas and resources from the configuration", async () => {
      const settings = { namespace: "sidecars", replicas: "3", resources: '{"cpu": "0.5"}' };
      const stack = await runProgram({ image: "webhook", ...EXISTING, ...settings });
      const deployment = stack.only(":Deployment");
      assert.equal(inputAt(deployment, "metadata", "namespace"), "sidecars");
      assert.equal(inputAt(deployment, "spec", "replicas"), 3);
      const container = ["spec", "template", "spec", "containers", 0] as const;
      assert.equal(inputAt(deployment, ...container, "resources", "requests", "cpu"), "0.5");
    });

    it("leaves the content of the ConfigMap to kubectl where no sidecars are given", async () => {
      for (const sidecars of [{}, { sidecars: "{}" }]) {
        const stack = await runProgram({ image: "webhook", ...EXISTING, ...sidecars });
        assert.equal(stack.only(":ConfigMap").inputs.data, undefined);
      }
    });

    it("takes sidecars as YAML text, and as objects that mean the same to the webhook", async () => {
      const env = [
        { name: "A", value: "yes" },
        { name: "B", value: "0644" },
        { name: "C", value: "1:20" },
      ];
      const template = { spec: { containers: [{ name: "sidecar", image: "busybox", env }] } };
      const text = "spec: {containers: [{name: a, image: b}]}";
      const stack = await runProgram({ image: "webhook", ...EXISTING, sidecars: JSON.stringify({ text, template }) });
      const configMap = stack.only(":ConfigMap");
      assert.equal(inputAt(configMap, "data", "text"), text);
      const written = { template: String(inputAt(configMap, "data", "template")) };
      assert.deepEqual(parseSidecarConfiguration(written), parseSidecarConfiguration({ template }));
    });

    it("tells the webhook its region, and takes of which pods and profiles a preview tells", async () => {
      const about = {
        region: "eu-west-1",
        fargateProfiles: '["default"]',
        typicalPods: '{"web": {"cpu": "500m"}}',
        namespacePolicies: '{"shop": {"podSecurity": "baseline"}}',
      };
      const stack = await runProgram({ image: "webhook", ...EXISTING, ...about });
      const args = inputAt(stack.only(":Deployment"), "spec", "template", "spec", "containers", 0, "args");
      assert.ok(Array.isArray(args));
      assert.equal(args.at(-1), "--region=eu-west-1");
      const wrong = { region: "Ireland", fargateProfiles: '["a b"]', typicalPods: '{"web": {"cpu": 1}}' };
      const error = await runProgram({ image: "webhook", ...EXISTING, ...wrong }).then(String, String);
      for (const key of ["region", "fargateProfiles\\[0\\]", "typicalPods\\.web\\.cpu"])
        assert.match(error, new RegExp(`- ${key}: `));
    });

    it("says that the image is required", async () => {
      await assert.rejects(runProgram(EXISTING), /\n {2}- image: is required: the webhook's image, such as/);
    });

    it("refuses a context that the kubeconfig does not have", async () => {
      await assert.rejects(
        runProgram({ image: "webhook", ...EXISTING, context: "there" }),
        /- context: "there" is not in the kubeconfig, which has here/,
      );
    });

    it("refuses keys of a cluster that the stack would make", async () => {
      await assert.rejects(
        runProgram({ image: "webhook", ...EXISTING, version: "1.35" }),
        /- version: is for a cluster that this stack makes; with `kubeconfig` or `context`/,
      );
    });
  });

  describe("for a new cluster", () => {
    it("makes the cluster with all that the configuration says", async () => {
      const stack = await runProgram({
        ...NEW,
        clusterName: "mine",
        version: "1.36",
        deletionProtection: "true",
        clusterLogRetentionDays: "90",
        fargateProfiles: '{"shop": {"selectors": [{"namespace": "shop-*"}]}}',
        namespaces: '["shop-1"]',
        tags: '{"owner": "platform"}',
        replicas: "3",
      });
      const cluster = stack.only("eks:index:Cluster");
      assert.equal(cluster.inputs.name, "mine");
      assert.equal(cluster.inputs.version, "1.36");
      assert.equal(cluster.inputs.deletionProtection, true);
      assert.deepEqual(cluster.inputs.publicAccessCidrs, ["81.2.69.0/24"]);
      assert.deepEqual(cluster.inputs.tags, { owner: "platform" });
      const profiles = stack.resources.filter(({ type }) => type === "aws:eks/fargateProfile:FargateProfile");
      assert.deepEqual(
        profiles.map(({ inputs }) => inputs.fargateProfileName),
        ["system", "shop"],
      );
      assert.equal(stack.only(":LogGroup").inputs.retentionInDays, 90);
      assert.equal(inputAt(stack.only(":Deployment"), "spec", "replicas"), 3);
    });

    it("tells the webhook the region of the AWS provider, and takes of which pods a preview tells", async () => {
      const about = { typicalPods: '{"web": {"cpu": "500m"}}', namespacePolicies: '{"shop": {}}' };
      const stack = await runProgram({ ...NEW, ...about });
      const args = inputAt(stack.only(":Deployment"), "spec", "template", "spec", "containers", 0, "args");
      assert.ok(Array.isArray(args));
      assert.equal(args.at(-1), "--region=eu-west-1");
      await assert.rejects(runProgram({ ...NEW, typicalPods: '{"web": {"cpu": 1}}' }), /- typicalPods\.web\.cpu: /);
    });

    it("is what a stack without kubeconfig and context makes, and names what it needs at least", async () => {
      await assert.rejects(
        runProgram({ image: NEW.image }),
        /^.*The stack configuration has a problem:\n {2}- publicAccessCidrs: [^\n]*$/,
      );
    });

    it("takes the image as a reference, and as an object that says how to build it", async () => {
      const stack = await runProgram(NEW);
      assert.ok(!stack.has(":Repository"));
      await assert.rejects(
        runProgram({ ...NEW, image: '{"reference": "webhook", "baseImage": "node"}' }),
        /- image.baseImage: has no effect beside `reference`/,
      );
    });

    it("names the key of every problem, all in one message", async () => {
      const wrong = {
        publicAccessCidrs: "81.2.69.0/24",
        clusterLogRetentionDays: "a month",
        deletionProtection: "yes",
      };
      const error = await runProgram(wrong).then(
        () => "",
        (failure: unknown) => String(failure),
      );
      assert.match(error, /has problems:\n/);
      assert.match(
        error,
        /- publicAccessCidrs: .*where a list is expected: `pulumi config set --path 'publicAccessCidrs\[0\]' VALUE`/,
      );
      assert.match(error, /- clusterLogRetentionDays: the string "a month" where a whole number is expected/);
      assert.match(error, /- deletionProtection: the string "yes" where true or false is expected/);
    });

    it("names the key of what only the components find", async () => {
      const sidecars = JSON.stringify({ default: { spec: { containers: [{ nam: "a" }] } } });
      await assert.rejects(
        runProgram({ ...NEW, sidecars }),
        /- sidecars\.default\.spec\.containers\[0\]\.nam: unknown field/,
      );
      await assert.rejects(runProgram({ ...NEW, version: "1.2" }), /- version: /);
      await assert.rejects(runProgram({ ...NEW, network: '{"zoneCount": 4}' }), /- network\.zoneCount: /);
    });

    it("refuses keys of a cluster that exists", async () => {
      await assert.rejects(
        runProgram({ ...NEW, namespace: "sidecars" }),
        /- namespace: is for a cluster that exists, which `kubeconfig` or `context` names; neither is set/,
      );
    });
  });

  it("refuses a key that it does not know", async () => {
    await assert.rejects(runProgram({ ...NEW, sidecar: "{}" }), /- sidecar: unknown field, did you mean "sidecars"\?/);
  });

  it("says of a field that is taken for a key whose field it is", async () => {
    await assert.rejects(
      runProgram({ ...NEW, zoneCount: "3" }),
      /- zoneCount: is a field of `network`: `pulumi config set --path network\.zoneCount VALUE`/,
    );
  });

  it("says what sidecars have to be", async () => {
    await assert.rejects(
      runProgram({ ...NEW, sidecars: "[]" }),
      /- sidecars: an empty list where an object is expected: `pulumi config set --path 'sidecars\.NAME' VALUE`/,
    );
  });
});
