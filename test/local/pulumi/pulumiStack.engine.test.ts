import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { existsSync } from "node:fs";
import { isUnchanged } from "../../../local/pulumi/engineEvents";
import { createPulumiEnvironment, type PulumiEnvironment } from "../../../local/pulumi/pulumiEnvironment";
import { PulumiStack } from "../../../local/pulumi/pulumiStack";
import { TemporaryProject } from "./temporaryProject";

const CERTIFICATES = `
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";

const config = new pulumi.Config();
const { hosts } = config.requireObject<{ hosts: string[] }>("certificate");

const caKey = new tls.PrivateKey("ca", { algorithm: "ECDSA", ecdsaCurve: "P256" });
const ca = new tls.SelfSignedCert("ca", {
  privateKeyPem: caKey.privateKeyPem,
  subject: { commonName: "an authority" },
  isCaCertificate: true,
  allowedUses: ["cert_signing", "digital_signature"],
  validityPeriodHours: 24,
});
const key = new tls.PrivateKey("server", { algorithm: "ECDSA", ecdsaCurve: "P256" });
const request = new tls.CertRequest("server", { privateKeyPem: key.privateKeyPem, dnsNames: hosts });
const certificate = new tls.LocallySignedCert("server", {
  certRequestPem: request.certRequestPem,
  caCertPem: ca.certPem,
  caPrivateKeyPem: caKey.privateKeyPem,
  allowedUses: ["server_auth", "digital_signature"],
  validityPeriodHours: 24,
});
console.log("the program says hello");
export const caPem = ca.certPem;
export const certificatePem = certificate.certPem;
export const keyPem = key.privateKeyPem;
export const password = config.requireSecret("password");
`;

describe("a Pulumi project on the real engine", function () {
  // The first time the CLI and the Kubernetes provider may have to be built.
  this.timeout(20 * 60_000);
  let environment: PulumiEnvironment;
  let project: TemporaryProject;
  let output: string;

  before(async () => {
    environment = await createPulumiEnvironment((message) => {
      console.log(`    ${message}`);
    });
  });
  after(async () => {
    await environment.dispose();
    assert.equal(existsSync(environment.directory), false);
  });

  const useProject = (program: string): void => {
    before(() => {
      project = new TemporaryProject(program);
      output = "";
    });
    after(() => {
      project.remove();
    });
  };
  const createStack = (options: Partial<Parameters<typeof PulumiStack.create>[1]> = {}) =>
    PulumiStack.create(environment, {
      projectDirectory: project.directory,
      stackName: "test",
      onOutput: (text) => (output += text),
      ...options,
    });

  describe("with certificates", () => {
    useProject(CERTIFICATES);
    let stack: PulumiStack;
    let filesBefore: Record<string, string>;

    before(async () => {
      filesBefore = project.files();
      stack = await createStack({
        config: { certificate: { hosts: ["a.b.svc"] } },
        secrets: { password: "it's\nmine" },
      });
    });

    it("previews without creating anything", async () => {
      assert.deepEqual((await stack.preview()).changes, { create: 6 });
      assert.deepEqual(await stack.outputs(), {});
    });

    it("creates the resources and tells the steps in their order", async () => {
      const { changes, steps } = await stack.up();
      assert.deepEqual(changes, { create: 6 });
      const certificates = steps.filter(({ type }) => type.startsWith("tls:")).map(({ type, name }) => [type, name]);
      assert.deepEqual(certificates.at(-1), ["tls:index/locallySignedCert:LocallySignedCert", "server"]);
    });

    it("shows Pulumi's progress and what the program prints, and no warnings", () => {
      assert.match(output, /tls:index:PrivateKey ca created/);
      assert.match(output, /the program says hello/);
      assert.doesNotMatch(output, /warning/i);
      assert.doesNotMatch(output, /Neo|Permalink/);
    });

    it("gives certificates that verify", async () => {
      const { caPem, certificatePem, keyPem } = await stack.outputs();
      const [ca, certificate] = [new X509Certificate(String(caPem)), new X509Certificate(String(certificatePem))];
      assert.equal(ca.ca, true);
      assert.equal(certificate.verify(ca.publicKey), true);
      assert.equal(certificate.checkIssued(ca), true);
      assert.equal(certificate.checkHost("a.b.svc"), "a.b.svc");
      assert.equal(certificate.checkPrivateKey(createPrivateKey(String(keyPem))), true);
    });

    it("keeps keys and secret configuration out of what is shown", async () => {
      const { password } = await stack.outputs();
      assert.equal(password, "it's\nmine");
      assert.match(output, /keyPem +: \[secret\]/);
      assert.match(output, /password +: \[secret\]/);
      assert.doesNotMatch(output, /PRIVATE KEY/);
    });

    it("changes nothing the second time", async () => {
      const summary = await stack.up();
      assert.deepEqual(summary.changes, { same: 6 });
      assert.ok(isUnchanged(summary));
    });

    it("changes nothing by a refresh", async () => {
      assert.ok(isUnchanged(await stack.refresh()));
    });

    it("replaces only what a change of configuration concerns", async () => {
      await stack.setConfig("certificate", { hosts: ["a.b.svc", "c.d.svc"] });
      assert.deepEqual((await stack.up()).changes, { same: 4, replace: 2 });
      const { certificatePem } = await stack.outputs();
      assert.equal(new X509Certificate(String(certificatePem)).subjectAltName, "DNS:a.b.svc, DNS:c.d.svc");
    });

    it("deletes in reverse order and leaves nothing", async () => {
      const { changes, steps } = await stack.destroy();
      assert.deepEqual(changes, { delete: 6 });
      assert.equal(steps[0]?.type, "tls:index/locallySignedCert:LocallySignedCert");
      assert.deepEqual(await stack.outputs(), {});
      await stack.remove();
    });

    it("has written nothing into the project's folder", () => {
      assert.deepEqual(project.files(), filesBefore);
    });
  });

  describe("with a program that fails", () => {
    useProject("");

    it("shows an error that the program throws, with its place", async () => {
      project.write("index.ts", 'function broken(): never {\n  throw new Error("no such luck");\n}\nbroken();\n');
      const stack = await createStack({ stackName: "throws" });
      await assert.rejects(stack.up(), /Error: no such luck[^]*index\.ts:2:9/);
    });

    it("shows an error for the user without its place", async () => {
      project.write(
        "index.ts",
        'import { RunError } from "@pulumi/pulumi";\nthrow new RunError("`image` is not set");\n',
      );
      const stack = await createStack({ stackName: "run-error" });
      await assert.rejects(stack.up(), (error: Error) => {
        assert.match(error.message, /`image` is not set/);
        assert.doesNotMatch(error.message, /index\.ts/);
        return true;
      });
    });

    it("shows a type error, where the project has its types checked", async () => {
      const unchecked = project.files()["tsconfig.json"] ?? "";
      project.write("tsconfig.json", unchecked.replace('"noCheck":true', '"noCheck":false'));
      project.write("index.ts", 'export const count: number = "three";\n');
      const stack = await createStack({ stackName: "type-error" });
      await assert.rejects(stack.up(), /index\.ts\(1,14\): error TS2322/);
      project.write("tsconfig.json", unchecked);
    });

    it("says which exit code a program ended with that exits by itself", async () => {
      project.write("index.ts", "process.exit(7);\n");
      const stack = await createStack({ stackName: "exits" });
      await assert.rejects(stack.up(), /ended with exit code 7/);
    });

    it("tells what was done before the failure, and can destroy it", async () => {
      project.write(
        "index.ts",
        `import * as tls from "@pulumi/tls";
         const key = new tls.PrivateKey("key", { algorithm: "RSA" });
         new tls.SelfSignedCert("certificate", {
           privateKeyPem: key.privateKeyPem, allowedUses: ["serverAuth"], validityPeriodHours: 1,
         });\n`,
      );
      const stack = await createStack({ stackName: "half" });
      await assert.rejects(stack.up(), /"serverAuth" is not one of .*server_auth/);
      assert.ok(stack.lastSummary?.steps.some(({ name, operation }) => name === "key" && operation === "create"));
      assert.deepEqual((await stack.destroy()).changes, { delete: 2 });
    });
  });
});
