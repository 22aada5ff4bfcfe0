import assert from "node:assert/strict";
import { withoutSecretMarks } from "../../../../local/pulumi/tlsProvider/properties";
import { changes, completeInputs, inputProblems } from "../../../../local/pulumi/tlsProvider/resourceInputs";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: unknown) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

describe("the tls stand-in's inputs", () => {
  it("take upstream's names of uses only, not those of the documentation", () => {
    const inputs = { allowedUses: ["server_auth", "serverAuth"], validityPeriodHours: 1 };
    const problems = inputProblems("LocallySignedCert", inputs);
    assert.deepEqual(
      problems.map(({ property }) => property),
      ["allowedUses"],
    );
    assert.match(problems[0]?.reason ?? "", /^"serverAuth" is not one of .*server_auth/);
  });

  it("are not judged where they are not known yet", () => {
    assert.deepEqual(inputProblems("LocallySignedCert", { allowedUses: UNKNOWN }), []);
    assert.deepEqual(inputProblems("LocallySignedCert", { allowedUses: [UNKNOWN] }), []);
    assert.deepEqual(inputProblems("PrivateKey", { algorithm: UNKNOWN, ecdsaCurve: UNKNOWN }), []);
  });

  it("that the stand-in cannot honour are refused by name", () => {
    const properties = (problems: { property: string }[]) => problems.map(({ property }) => property);
    assert.deepEqual(properties(inputProblems("PrivateKey", { algorithm: "ED25519" })), ["algorithm"]);
    assert.deepEqual(properties(inputProblems("CertRequest", { privateKeyPemWo: "x" })), ["privateKeyPemWo"]);
    const defaults = completeInputs("PrivateKey", { algorithm: "ECDSA" });
    assert.match(inputProblems("PrivateKey", defaults)[0]?.reason ?? "", /P256, P384, P521, not P224/);
  });

  it("get upstream's defaults", () => {
    assert.deepEqual(completeInputs("PrivateKey", { algorithm: "RSA", rsaBits: 4096 }), {
      algorithm: "RSA",
      rsaBits: 4096,
      ecdsaCurve: "P224",
    });
  });

  it("are compared by value, apart from what the state has besides", () => {
    const state = { privateKeyPem: "a", dnsNames: ["a", "b"], certRequestPem: "worked out" };
    assert.deepEqual(changes("CertRequest", state, { privateKeyPem: "a", dnsNames: ["a", "b"] }), []);
    assert.deepEqual(changes("CertRequest", state, { privateKeyPem: "b", dnsNames: ["a"] }), [
      "privateKeyPem",
      "dnsNames",
    ]);
  });

  it("are read without the marks of secrets, however deep", () => {
    const marked = { key: secret("a"), list: [secret("b")], object: { inner: secret({ value: secret("c") }) } };
    assert.deepEqual(withoutSecretMarks(marked), { key: "a", list: ["b"], object: { inner: { value: "c" } } });
  });
});
