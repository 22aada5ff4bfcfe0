import assert from "node:assert/strict";
import { join } from "node:path";
import { createPulumiEnvironment, type PulumiEnvironment } from "../../../../local/pulumi/pulumiEnvironment";
import { PulumiStack } from "../../../../local/pulumi/pulumiStack";
import {
  startOperationRecorder,
  type OperationRecorder,
} from "../../../../local/pulumi/providerProxy/operationRecorder";
import { TemporaryProject } from "../temporaryProject";

const CHAIN = `
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

const key = new tls.PrivateKey("key", { algorithm: "ECDSA", ecdsaCurve: "P256" });
const certificate = new tls.SelfSignedCert("certificate", {
  privateKeyPem: key.privateKeyPem,
  allowedUses: ["server_auth"],
  validityPeriodHours: 24,
  earlyRenewalHours: new pulumi.Config().requireNumber("renewal"),
});
new tls.PrivateKey("last", { algorithm: "ECDSA", ecdsaCurve: "P256" }, { dependsOn: certificate });
new tls.PrivateKey("other", { algorithm: "ECDSA", ecdsaCurve: "P256" });
`;

const MANIFESTS = `
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";

const renderYamlToDirectory = new pulumi.Config().require("folder");
const provider = new k8s.Provider("files", { renderYamlToDirectory });
const settings = new k8s.core.v1.ConfigMap("settings", { metadata: { name: "settings" } }, { provider });
export const name = settings.metadata.name;
`;

const CERTIFICATE = "tls:index/selfSignedCert:SelfSignedCert";

describe("a recorder of operations on the real engine", function () {
  // The first time the CLI and the Kubernetes provider may have to be built.
  this.timeout(20 * 60_000);
  let recorder: OperationRecorder;
  let environment: PulumiEnvironment;
  let project: TemporaryProject;
  let stack: PulumiStack;
  let recordedBefore: number;

  before(async () => {
    recorder = await startOperationRecorder();
    environment = await createPulumiEnvironment(
      (message) => {
        console.log(`    ${message}`);
      },
      { recorder },
    );
  });
  after(async () => {
    await environment.dispose();
    await recorder.stop();
  });

  let stacks = 0;
  const useStack = (program: string, config: () => Record<string, string | number>): void => {
    beforeEach(async () => {
      project = new TemporaryProject(program);
      recorder.clearFaults();
      recordedBefore = recorder.operations.length;
      const stackName = `test-${++stacks}`;
      stack = await PulumiStack.create(environment, {
        projectDirectory: project.directory,
        stackName,
        config: config(),
      });
    });
    afterEach(() => {
      project.remove();
    });
  };
  /** What was recorded of the chain, whose operations have only one possible order, since this was last asked. */
  const outcomes = (): string[] => {
    const recorded = recorder.operations.slice(recordedBefore).filter(({ name }) => name !== "other");
    recordedBefore = recorder.operations.length;
    return recorded.map(({ operation, name, outcome }) => `${operation} ${name}: ${outcome}`);
  };

  describe("in front of a plugin that is a script", () => {
    useStack(CHAIN, () => ({ renewal: 1 }));

    it("tells each operation of an update with its start and end, in their order", async () => {
      await stack.up();
      const chain = recorder.operations.slice(recordedBefore).filter(({ name }) => name !== "other");
      assert.deepEqual(outcomes(), ["create key: done", "create certificate: done", "create last: done"]);
      assert.equal(chain[1]?.type, CERTIFICATE);
      assert.equal(chain[1].urn, `urn:pulumi:test-${stacks}::sample::${CERTIFICATE}::certificate`);
      const marks = chain.flatMap(({ startedAt, endedAt }) => [startedAt, endedAt]);
      assert.deepEqual(
        marks,
        marks.toSorted((one, another) => one - another),
      );
    });

    it("tells updates, refreshes and deletions, and nothing of a preview", async () => {
      await stack.preview();
      assert.deepEqual(outcomes(), []);
      await stack.up();
      await stack.setConfig("renewal", 2);
      await stack.preview();
      outcomes();
      await stack.up();
      assert.deepEqual(outcomes(), ["update certificate: done"]);
      await stack.destroy();
      assert.deepEqual(outcomes(), ["delete last: done", "delete certificate: done", "delete key: done"]);
    });

    it("makes a creation fail before the provider does it; the next update without the fault mends it", async () => {
      recorder.fail({ operation: "create", type: CERTIFICATE, when: "before" });
      await assert.rejects(stack.up(), /injected failure before the create of .*:SelfSignedCert certificate/);
      assert.deepEqual(outcomes(), ["create key: done", "create certificate: injected failure"]);
      recorder.clearFaults();
      await stack.up();
      assert.deepEqual(outcomes(), ["create certificate: done", "create last: done"]);
    });

    it("makes a creation fail after the provider has done it, so that Pulumi does not know of the resource", async () => {
      recorder.fail({ operation: "create", name: "last", when: "after" });
      await assert.rejects(stack.up(), /injected failure after the create of .*:PrivateKey last/);
      assert.deepEqual(outcomes().at(-1), "create last: injected failure");
      recorder.clearFaults();
      await stack.up();
      assert.deepEqual(outcomes(), ["create last: done"]);
    });

    it("makes an update and a deletion fail; what does not depend on them goes on", async () => {
      await stack.up();
      outcomes();
      await stack.setConfig("renewal", 2);
      recorder.fail({ operation: "update", when: "before" });
      recorder.fail({ operation: "delete", name: "certificate", when: "before" });
      await assert.rejects(stack.up(), /injected failure before the update/);
      await assert.rejects(stack.destroy(), /injected failure before the delete/);
      assert.deepEqual(outcomes(), [
        "update certificate: injected failure",
        "delete last: done",
        "delete certificate: injected failure",
      ]);
      recorder.clearFaults();
      await stack.destroy();
      assert.deepEqual(outcomes(), ["delete certificate: done", "delete key: done"]);
    });
  });

  describe("in front of a plugin that is a program", () => {
    useStack(MANIFESTS, () => ({ folder: join(project.directory, "manifests") }));

    it("tells its operations and passes their results on", async () => {
      await stack.up();
      assert.deepEqual(outcomes(), ["create settings: done"]);
      assert.deepEqual(await stack.outputs(), { name: "settings" });
    });
  });
});
