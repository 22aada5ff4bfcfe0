import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { WebhookCertificates } from "../../components";
import { recordStack, type RecordedStack } from "./recordedStack";

describe("WebhookCertificates", () => {
  let stack: RecordedStack;
  before(async () => {
    stack = await recordStack(() => new WebhookCertificates("tls", { serviceName: "webhook", namespace: "sidecars" }));
  });

  it("asks for the names under which the API server and people call the Service", () => {
    assert.deepEqual(stack.only(":CertRequest").inputs.dnsNames, [
      "webhook.sidecars.svc",
      "webhook.sidecars.svc.cluster.local",
    ]);
  });

  it("makes P-256 keys, one for the authority and one for the server", () => {
    const keys = stack.resources.filter(({ type }) => type.endsWith(":PrivateKey"));
    assert.deepEqual(
      keys.map(({ inputs }) => inputs),
      [
        { algorithm: "ECDSA", ecdsaCurve: "P256" },
        { algorithm: "ECDSA", ecdsaCurve: "P256" },
      ],
    );
  });

  it("lets the server's certificate serve and nothing else", () => {
    const { allowedUses, isCaCertificate } = stack.only(":LocallySignedCert").inputs;
    assert.deepEqual(allowedUses, ["digital_signature", "server_auth"]);
    assert.equal(isCaCertificate, undefined);
  });

  it("replaces the authority while it still outlives every certificate that it has signed", () => {
    const { earlyRenewalHours } = stack.only(":SelfSignedCert").inputs;
    const { validityPeriodHours } = stack.only(":LocallySignedCert").inputs;
    assert.ok(Number(earlyRenewalHours) >= Number(validityPeriodHours));
  });

  it("hands on private keys as secrets only", () => {
    for (const typeEnd of [":SelfSignedCert", ":CertRequest", ":LocallySignedCert"]) {
      assert.equal(stack.only(typeEnd).hasSecrets, true, typeEnd);
    }
  });

  it("refuses names that cannot be a Service's, before anything is made", async () => {
    await assert.rejects(
      recordStack(() => new WebhookCertificates("tls", { serviceName: "a.b", namespace: "" })),
      /^Error: WebhookCertificates "tls" cannot be made:\n {2}- serviceName: .*\n {2}- namespace: /,
    );
  });
});
