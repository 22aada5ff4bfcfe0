import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { createCertificateAuthority, createTokenSigningKey } from "../../../local/controlPlane/certificateAuthority";

describe("a local certificate authority", () => {
  it("is a CA and issues certificates that it has signed, with their names, addresses and groups", async () => {
    const authority = await createCertificateAuthority("test-ca");
    const ca = new X509Certificate(authority.certificate);
    assert.equal(ca.ca, true);
    const issued = await authority.issue({
      commonName: "admin",
      organization: "system:masters",
      dnsNames: ["a.b.svc"],
      ipAddresses: ["127.0.0.1"],
    });
    const certificate = new X509Certificate(issued.certificate);
    assert.equal(certificate.ca, false);
    assert.equal(certificate.checkIssued(ca) && certificate.verify(ca.publicKey), true);
    assert.equal(certificate.checkPrivateKey(createPrivateKey(issued.key)), true);
    assert.equal(certificate.checkHost("a.b.svc"), "a.b.svc");
    assert.equal(certificate.checkIP("127.0.0.1"), "127.0.0.1");
    assert.match(certificate.subject, /CN=admin/);
    assert.match(certificate.subject, /O=system:masters/);
  });

  it("makes a key pair for tokens whose halves belong together", async () => {
    const { privateKey, publicKey } = await createTokenSigningKey();
    const derived = createPublicKey(privateKey).export({ type: "spki", format: "pem" });
    assert.equal(derived.toString().replace(/\s/g, ""), publicKey.replace(/\s/g, ""));
  });
});
