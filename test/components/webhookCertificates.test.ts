import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { before, describe, it } from "mocha";
import { WebhookCertificates } from "../../components";
import { certificateGenerations } from "../../components/certificateGenerations";
import { recordStack, type RecordedResource, type RecordedStack } from "./recordedStack";

describe("WebhookCertificates", () => {
  let stack: RecordedStack;
  let caBundle: string;
  let expiresAt: string;
  before(async () => {
    stack = await recordStack(() => {
      const certificates = new WebhookCertificates("tls", { serviceName: "webhook", namespace: "sidecars" });
      pulumi.all([certificates.caBundle, certificates.expiresAt]).apply((outputs) => {
        [caBundle, expiresAt] = outputs;
      });
    });
  });

  const ofType = (typeEnd: string): RecordedResource[] => stack.resources.filter(({ type }) => type.endsWith(typeEnd));

  it("asks for the names under which the API server and people call the Service", () => {
    assert.deepEqual(stack.only(":CertRequest").inputs.dnsNames, [
      "webhook.sidecars.svc",
      "webhook.sidecars.svc.cluster.local",
    ]);
  });

  it("makes P-256 keys, one for each authority and one for the server", () => {
    assert.deepEqual(
      ofType(":PrivateKey").map(({ inputs }) => inputs),
      Array.from({ length: 3 }, () => ({ algorithm: "ECDSA", ecdsaCurve: "P256" })),
    );
  });

  it("trusts two authorities, the older one first, one of which signs", () => {
    const { trusted, signing } = certificateGenerations(new Date());
    const certificates = trusted.map((year) => `certPem of tls-ca-${year}`);
    assert.equal(caBundle, certificates.join(""));
    assert.deepEqual(
      ofType(":SelfSignedCert").map(({ inputs }) => inputs.subject),
      trusted.map((year) => ({ commonName: `tls certificate authority ${year}` })),
    );
    const { caCertPem, caPrivateKeyPem } = stack.only(":LocallySignedCert").inputs;
    assert.equal(caCertPem, `certPem of tls-ca-${signing}`);
    assert.equal(caPrivateKeyPem, `privateKeyPem of tls-ca-key-${signing}`);
  });

  it("names everything by its generation, so that a new one does not replace the one that is still needed", () => {
    const { trusted, serving } = certificateGenerations(new Date());
    assert.deepEqual(
      stack.resources
        .filter(({ type }) => type.startsWith("tls:"))
        .map(({ name }) => name)
        .sort(),
      [
        ...trusted.flatMap((year) => [`tls-ca-${year}`, `tls-ca-key-${year}`]),
        `tls-certificate-${serving}`,
        `tls-key-${serving}`,
        `tls-request-${serving}`,
      ].sort(),
    );
  });

  it("says in UTC when the server's certificate runs out", () => {
    assert.equal(expiresAt, "2100-01-01T00:00:00.000Z");
  });

  it("lets the server's certificate serve and nothing else", () => {
    const { allowedUses, isCaCertificate } = stack.only(":LocallySignedCert").inputs;
    assert.deepEqual(allowedUses, ["digital_signature", "server_auth"]);
    assert.equal(isCaCertificate, undefined);
  });

  it("hands on private keys as secrets only", () => {
    for (const typeEnd of [":SelfSignedCert", ":CertRequest", ":LocallySignedCert"]) {
      for (const { hasSecrets } of ofType(typeEnd)) assert.equal(hasSecrets, true, typeEnd);
    }
  });

  it("refuses names that cannot be a Service's, before anything is made", async () => {
    await assert.rejects(
      recordStack(() => new WebhookCertificates("tls", { serviceName: "a.b", namespace: "" })),
      /^Error: WebhookCertificates "tls" cannot be made:\n {2}- serviceName: .*\n {2}- namespace: /,
    );
  });
});
