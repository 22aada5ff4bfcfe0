import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { before, describe, it } from "mocha";
import { SidecarInjector, type ServingCertificateArgs } from "../../components";
import {
  createCertificateAuthority,
  type CertificateAuthority,
  type CertificateWithKey,
} from "../../local/controlPlane/certificateAuthority";
import { inputAt, recordStack, type RecordedStack } from "./recordedStack";

const record = (certificates: ServingCertificateArgs): Promise<RecordedStack> =>
  recordStack(() => new SidecarInjector("injector", { image: "webhook", namespace: "sidecars", certificates }));

/** What makes the API server call the webhook: both have to trust its certificate. */
const WEBHOOK_CONFIGURATIONS = [":MutatingWebhookConfiguration", ":ValidatingWebhookConfiguration"];

describe("the serving certificate", () => {
  let authority: CertificateAuthority;
  let serving: CertificateWithKey;
  before(async () => {
    authority = await createCertificateAuthority("authority");
    serving = await authority.issue({
      commonName: "webhook",
      dnsNames: ["fargate-sidecar-injector.sidecars.svc"],
    });
  });

  const ownPems = (): ServingCertificateArgs => ({
    caCertificate: authority.certificate,
    certificate: serving.certificate,
    privateKey: serving.key,
  });

  describe("brought by the user", () => {
    it("goes into the Secret as a secret, and its authority into the webhook configuration as none", async () => {
      const stack = await record(ownPems());
      const secret = stack.only(":Secret");
      assert.deepEqual(secret.inputs.stringData, { "tls.crt": serving.certificate, "tls.key": serving.key });
      assert.equal(secret.hasSecrets, true);
      for (const kind of WEBHOOK_CONFIGURATIONS) {
        const configuration = stack.only(kind);
        assert.equal(
          inputAt(configuration, "webhooks", 0, "clientConfig", "caBundle"),
          Buffer.from(authority.certificate).toString("base64"),
        );
        assert.equal(configuration.hasSecrets, false);
      }
      assert.equal(stack.has(":WebhookCertificates"), false);
    });

    it("says when it runs out, and that is no secret", async () => {
      let expiry: unknown;
      await recordStack(() => {
        const { certificateExpiresAt } = new SidecarInjector("injector", {
          image: "webhook",
          namespace: "sidecars",
          certificates: { ...ownPems(), privateKey: pulumi.secret(serving.key) },
        });
        pulumi.all([certificateExpiresAt, pulumi.isSecret(certificateExpiresAt)]).apply((values) => {
          expiry = values;
        });
      });
      assert.deepEqual(expiry, [new X509Certificate(serving.certificate).validToDate.toISOString(), false]);
    });

    it("is checked before anything is made", async () => {
      const certificates = { ...ownPems(), caCertificate: (await createCertificateAuthority("other")).certificate };
      await assert.rejects(record(certificates), /cannot be made:\n {2}- certificates\.caCertificate: has not issued/);
    });

    it("is checked when it arrives from another resource", async () => {
      const { key } = await authority.issue({ commonName: "other" });
      await assert.rejects(
        record({ ...ownPems(), privateKey: pulumi.secret(key) }),
        /Wrong arguments:\n {2}- certificates\.privateKey: does not belong to the certificate/,
      );
    });
  });

  describe("from cert-manager", () => {
    let stack: RecordedStack;
    before(async () => {
      stack = await record({ certManagerIssuer: { name: "private-ca", kind: "ClusterIssuer" } });
    });

    it("is asked for with the names that the API server verifies, and waited for", () => {
      const certificate = stack.only(":Certificate");
      assert.equal(certificate.type, "kubernetes:cert-manager.io/v1:Certificate");
      assert.equal(inputAt(certificate, "metadata", "annotations", "pulumi.com/waitFor"), "condition=Ready");
      assert.deepEqual(inputAt(certificate, "spec", "dnsNames"), [
        "fargate-sidecar-injector.sidecars.svc",
        "fargate-sidecar-injector.sidecars.svc.cluster.local",
      ]);
      assert.deepEqual(inputAt(certificate, "spec", "issuerRef"), {
        group: "cert-manager.io",
        kind: "ClusterIssuer",
        name: "private-ca",
      });
      assert.ok(stack.only(":Deployment").dependencies.includes(certificate.urn));
    });

    it("comes in a Secret that cert-manager fills, and that the stack makes before and deletes after", () => {
      const volume = inputAt(
        stack.only(":Deployment"),
        "spec",
        "template",
        "spec",
        "volumes",
        0,
        "secret",
        "secretName",
      );
      assert.equal(volume, "fargate-sidecar-injector-tls");
      const certificate = stack.only(":Certificate");
      assert.equal(inputAt(certificate, "spec", "secretName"), volume);
      const secret = stack.only(":Secret");
      assert.equal(inputAt(secret, "metadata", "name"), volume);
      assert.deepEqual(secret.inputs.data, { "tls.crt": "", "tls.key": "" });
      assert.deepEqual(secret.ignoreChanges, ["data", "metadata.annotations", "metadata.labels"]);
      assert.ok(certificate.dependencies.includes(secret.urn));
    });

    it("has its authority filled in by cert-manager, which an update leaves alone", () => {
      for (const kind of WEBHOOK_CONFIGURATIONS) {
        const configuration = stack.only(kind);
        assert.equal(inputAt(configuration, "webhooks", 0, "clientConfig", "caBundle"), undefined);
        assert.equal(
          inputAt(configuration, "metadata", "annotations", "cert-manager.io/inject-ca-from"),
          "sidecars/fargate-sidecar-injector",
        );
        assert.deepEqual(configuration.ignoreChanges, ["webhooks[*].clientConfig.caBundle"]);
      }
    });

    it("runs out at no time that an update would know", async () => {
      let expiresAt: unknown = "not known";
      await recordStack(() => {
        const certificates = { certManagerIssuer: { name: "private-ca" } };
        const injector = new SidecarInjector("injector", { image: "webhook", certificates });
        injector.certificateExpiresAt.apply((time) => {
          expiresAt = time;
        });
      });
      assert.equal(expiresAt, undefined);
    });

    it("comes from an Issuer of the namespace unless told otherwise", async () => {
      const plain = await record({ certManagerIssuer: { name: "private-ca" } });
      assert.equal(inputAt(plain.only(":Certificate"), "spec", "issuerRef", "kind"), "Issuer");
    });
  });
});
