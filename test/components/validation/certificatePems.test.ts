import assert from "node:assert/strict";
import { before, describe, it } from "mocha";
import { certificateProblems, type CertificatePems } from "../../../components/validation/certificatePems";
import { formatProblem } from "../../../injection/problem";
import {
  createCertificateAuthority,
  type CertificateAuthority,
  type CertificateWithKey,
} from "../../../local/controlPlane/certificateAuthority";

const HOST = "fargate-sidecar-injector.sidecars.svc";
const DAY_MS = 24 * 60 * 60 * 1000;

describe("certificateProblems", () => {
  let authority: CertificateAuthority;
  let other: CertificateAuthority;
  let serving: CertificateWithKey;
  before(async () => {
    authority = await createCertificateAuthority("authority");
    other = await createCertificateAuthority("another authority");
    serving = await authority.issue({ commonName: "webhook", dnsNames: [HOST] });
  });

  const problemsOf = (
    changes: Partial<CertificatePems>,
    dnsName: string | undefined = HOST,
    now = new Date(),
  ): string[] =>
    certificateProblems(
      {
        caCertificate: authority.certificate,
        certificate: serving.certificate,
        privateKey: serving.key,
        ...changes,
      },
      dnsName,
      now,
    ).map(formatProblem);

  it("finds nothing wrong with a certificate that the API server will trust", () => {
    assert.deepEqual(problemsOf({}), []);
  });

  it("finds nothing wrong while two authorities are trusted, the old and the new one", () => {
    assert.deepEqual(problemsOf({ caCertificate: `${other.certificate}\n${authority.certificate}` }), []);
  });

  it("reports texts that are not PEM, each under its argument", () => {
    const broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----";
    assert.deepEqual(problemsOf({ caCertificate: "", certificate: broken, privateKey: "secret" }), [
      'caCertificate: is not PEM: it has no "-----BEGIN CERTIFICATE-----" block',
      "certificate: is not PEM: a certificate in it cannot be read",
      "privateKey: is not PEM: a private key without a password is expected",
    ]);
  });

  it("reports a certificate without the name that the API server verifies", () => {
    assert.deepEqual(problemsOf({}, "fargate-sidecar-injector.elsewhere.svc"), [
      `certificate: is not valid for the DNS name fargate-sidecar-injector.elsewhere.svc; its names are DNS:${HOST}`,
    ]);
  });

  it("does not take the common name for a DNS name, as the API server does not", async () => {
    const { certificate, key } = await authority.issue({ commonName: HOST });
    assert.deepEqual(problemsOf({ certificate, privateKey: key }), [
      `certificate: is not valid for the DNS name ${HOST}; its names are none`,
    ]);
  });

  it("reports a key that belongs to another certificate", async () => {
    const { key } = await authority.issue({ commonName: "other", dnsNames: [HOST] });
    assert.deepEqual(problemsOf({ privateKey: key }), ["privateKey: does not belong to the certificate"]);
  });

  it("reports an authority that has not issued the certificate", () => {
    assert.deepEqual(problemsOf({ caCertificate: other.certificate }), [
      "caCertificate: has not issued the certificate, so the API server would not trust it",
    ]);
  });

  it("reports an authority that is none", () => {
    assert.deepEqual(problemsOf({ caCertificate: serving.certificate }), [
      "caCertificate: CN=webhook is not a certificate authority",
    ]);
  });

  it("reports a certificate that is valid no longer, or not yet", () => {
    assert.match(problemsOf({}, HOST, new Date(Date.now() + 100 * DAY_MS))[0] ?? "", /^certificate: expired on /);
    assert.match(
      problemsOf({}, HOST, new Date(Date.now() - 100 * DAY_MS))[0] ?? "",
      /^certificate: is valid only from /,
    );
  });
});
