import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { requiredText, type Properties } from "../../../../local/pulumi/tlsProvider/properties";
import { createResource, isReadyForRenewal, resourceKind } from "../../../../local/pulumi/tlsProvider/resources";

const NOW = new Date("2026-11-21T10:00:00.123Z");

async function newKey(inputs: Properties): Promise<Properties> {
  return (await createResource("PrivateKey", inputs, NOW)).outputs;
}

async function newAuthority(key: Properties, inputs: Properties = {}): Promise<Properties> {
  const { outputs } = await createResource(
    "SelfSignedCert",
    {
      privateKeyPem: key.privateKeyPem,
      subject: { commonName: "an authority", organization: "us" },
      isCaCertificate: true,
      allowedUses: ["cert_signing", "digital_signature"],
      validityPeriodHours: 48,
      ...inputs,
    },
    NOW,
  );
  return outputs;
}

function certificate(outputs: Properties): X509Certificate {
  return new X509Certificate(requiredText(outputs, "certPem"));
}

describe("the tls stand-in's resources", () => {
  const algorithms: Properties[] = [
    { algorithm: "ECDSA", ecdsaCurve: "P256" },
    { algorithm: "ECDSA", ecdsaCurve: "P384" },
    { algorithm: "ECDSA", ecdsaCurve: "P521" },
    { algorithm: "RSA", rsaBits: 2048 },
  ];
  for (const inputs of algorithms) {
    const name = inputs.algorithm === "RSA" ? "RSA" : `ECDSA ${String(inputs.ecdsaCurve)}`;

    it(`makes ${name} keys whose PEM forms are of one key, and authorities that sign with them`, async () => {
      const key = await newKey(inputs);
      const privateKey = createPrivateKey(requiredText(key, "privateKeyPem"));
      assert.equal(privateKey.equals(createPrivateKey(requiredText(key, "privateKeyPemPkcs8"))), true);
      assert.equal(createPublicKey(privateKey).equals(createPublicKey(requiredText(key, "publicKeyPem"))), true);

      const authority = certificate(await newAuthority(key));
      assert.equal(authority.ca, true);
      assert.equal(authority.verify(authority.publicKey), true);
      assert.equal(authority.subject, "O=us\nCN=an authority");
    });
  }

  it("signs a request with the authority's key, whatever the request's own is", async () => {
    const authorityKey = await newKey({ algorithm: "RSA", rsaBits: 2048 });
    const authority = await newAuthority(authorityKey);
    const key = await newKey({ algorithm: "ECDSA", ecdsaCurve: "P256" });
    const request = await createResource(
      "CertRequest",
      { privateKeyPem: key.privateKeyPem, dnsNames: ["a.b.svc"], ipAddresses: ["127.0.0.1", "::1"] },
      NOW,
    );
    const { id, outputs } = await createResource(
      "LocallySignedCert",
      {
        certRequestPem: request.outputs.certRequestPem,
        caCertPem: authority.certPem,
        caPrivateKeyPem: authorityKey.privateKeyPem,
        allowedUses: ["server_auth", "digital_signature"],
        validityPeriodHours: 24,
      },
      NOW,
    );
    const signed = certificate(outputs);
    assert.equal(signed.ca, false);
    assert.equal(signed.checkIssued(certificate(authority)), true);
    assert.equal(signed.verify(certificate(authority).publicKey), true);
    assert.equal(signed.checkPrivateKey(createPrivateKey(requiredText(key, "privateKeyPem"))), true);
    assert.equal(signed.subjectAltName, "DNS:a.b.svc, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
    assert.deepEqual(signed.keyUsage, ["1.3.6.1.5.5.7.3.1"]);
    assert.equal(BigInt(`0x${signed.serialNumber}`).toString(), id);
  });

  it("tells the validity as it stands in the certificate", async () => {
    const outputs = await newAuthority(await newKey({ algorithm: "ECDSA", ecdsaCurve: "P256" }));
    assert.equal(outputs.validityStartTime, "2026-11-21T10:00:00Z");
    assert.equal(outputs.validityEndTime, "2026-11-23T10:00:00Z");
    assert.equal(certificate(outputs).validToDate.toISOString(), "2026-11-23T10:00:00.000Z");
  });

  it("refuses an authority without a subject, as upstream", async () => {
    const key = await newKey({ algorithm: "ECDSA", ecdsaCurve: "P256" });
    await assert.rejects(newAuthority(key, { subject: {} }), /subject: a certificate authority needs/);
  });

  it("wants a certificate replaced in its last hours", () => {
    const state = { validityEndTime: "2026-11-21T12:00:00Z", earlyRenewalHours: 1 };
    assert.equal(isReadyForRenewal(state, new Date("2026-11-21T10:59:59Z")), false);
    assert.equal(isReadyForRenewal(state, new Date("2026-11-21T11:00:00Z")), true);
    assert.equal(isReadyForRenewal({ algorithm: "RSA" }, NOW), false);
  });

  it("finds the kind of a resource in its URN, and refuses those that it does not have", () => {
    const urn = (type: string) => `urn:pulumi:dev::project::my:index:Parent$${type}::name`;
    assert.equal(resourceKind(urn("tls:index/certRequest:CertRequest")), "CertRequest");
    assert.throws(() => resourceKind(urn("tls:index/other:Other")), /has no resource tls:index\/other:Other/);
  });
});
