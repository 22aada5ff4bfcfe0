import assert from "node:assert/strict";
import { createPulumiEnvironment, type PulumiEnvironment } from "../../../../local/pulumi/pulumiEnvironment";
import { PulumiStack } from "../../../../local/pulumi/pulumiStack";
import {
  startOperationRecorder,
  type OperationRecorder,
  type RecordedOperation,
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

const KEY = "tls:index/privateKey:PrivateKey";
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
    project = new TemporaryProject(CHAIN);
  });
  after(async () => {
    project.remove();
    await environment.dispose();
    await recorder.stop();
  });

  const recorded = (): readonly RecordedOperation[] => recorder.operations.slice(recordedBefore);
  const outcomes = (): string[] =>
    recorded()
      .filter(({ name }) => name !== "other")
      .map(({ operation, name, outcome }) => `${operation} ${name}: ${outcome}`);
  let stacks = 0;
  beforeEach(async () => {
    recorder.clearFaults();
    recordedBefore = recorder.operations.length;
    stack = await PulumiStack.create(environment, {
      projectDirectory: project.directory,
      stackName: `test-${++stacks}`,
      config: { renewal: 1 },
    });
  });

  it("tells each operation of an update with its start and end, in their order", async () => {
    await stack.up();
    assert.deepEqual(outcomes(), ["create key: done", "create certificate: done", "create last: done"]);
    const [key, certificate, last] = recorded().filter(({ name }) => name !== "other");
    assert.equal(certificate?.type, CERTIFICATE);
    assert.equal(certificate.urn, `urn:pulumi:test-1::sample::${CERTIFICATE}::certificate`);
    const marks = [key, certificate, last].flatMap((operation) => [operation?.startedAt, operation?.endedAt]);
    assert.deepEqual(
      marks,
      marks.toSorted((one, another) => Number(one) - Number(another)),
    );
  });
});
