import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import type { LocalCluster } from "../../local/localCluster";
import { isUnchanged, type UpdateSummary } from "../../local/pulumi/engineEvents";
import type { PulumiEnvironment } from "../../local/pulumi/pulumiEnvironment";
import { PulumiStack } from "../../local/pulumi/pulumiStack";
import { LOCAL_WEBHOOK_IMAGE, WEBHOOK_PROGRAM } from "../../local/webhookProgram";
import { imagesOf, podsAdmittedDuring } from "./appPods";
import { startPulumiOnCluster, type PulumiOnCluster } from "./pulumiOnCluster";
import { trustDuring, trustedAuthorities, type ObservedTrust } from "./webhookTrust";

const PROJECT = join(__dirname, "movedClock");
const NAMESPACE = "fargate-sidecar-injector";

describe("the certificates of a stack that is updated for years, with the real engine on a real cluster", function () {
  this.timeout(600_000);
  let surroundings: PulumiOnCluster | undefined;
  let cluster: LocalCluster;
  let pulumi: PulumiEnvironment;
  let stack: PulumiStack;
  let leftovers: () => Promise<string[]>;

  before(async () => {
    surroundings = await startPulumiOnCluster({ [LOCAL_WEBHOOK_IMAGE]: WEBHOOK_PROGRAM });
    ({ cluster, pulumi, leftovers } = surroundings);
    stack = await PulumiStack.create(pulumi, {
      projectDirectory: PROJECT,
      stackName: "years",
      config: { image: LOCAL_WEBHOOK_IMAGE, now: "2026-03-01T12:00:00Z" },
      secrets: { kubeconfig: cluster.kubeconfig },
    });
    await stack.up();
  });
  after(() => surroundings?.stop());

  /** Updates the stack as at that time. Gives what that changed, how it was trusted, and the pods that came meanwhile. */
  async function updateAt(now: string): Promise<{ changed: string[]; trust: ObservedTrust; pods: V1Pod[] }> {
    await stack.setConfig("now", now);
    const preview = await stack.preview();
    const update = stack.up();
    const [{ result, pods }, trust] = await Promise.all([
      podsAdmittedDuring(cluster, "default", update),
      trustDuring(cluster, NAMESPACE, update),
    ]);
    assert.deepEqual(changes(result), changes(preview));
    return { changed: changes(result), trust, pods };
  }

  /** The same, once it is sure that every pod got its sidecar and that every webhook pod was trusted all the time. */
  async function updateWithoutGapAt(now: string): Promise<string[]> {
    const { changed, trust, pods } = await updateAt(now);
    assert.deepEqual(
      pods.map(imagesOf).filter((images) => images.join() !== "app,sidecar"),
      [],
    );
    assert.ok(trust.accepted > 0);
    assert.deepEqual(trust.refused, []);
    return changed;
  }

  it("begin with an authority that signs and the one that will sign next", async () => {
    assert.deepEqual(await authoritiesTrusted(cluster), [2024, 2028]);
    assert.equal(authorityOf(await servingCertificate(cluster)), 2024);
  });

  it("run out when the stack says", async () => {
    const { certificateExpiresAt } = await stack.outputs();
    assert.equal(certificateExpiresAt, (await servingCertificate(cluster)).validToDate.toISOString());
  });

  it("change in a new half-year by a rollout with a new serving certificate, and by nothing else", async () => {
    assert.deepEqual(await updateWithoutGapAt("2026-09-01T12:00:00Z"), servingCertificateRenewed("2026-01", "2026-07"));
    assert.equal(authorityOf(await servingCertificate(cluster)), 2024);
  });

  it("come to be signed by the next authority without a change of those that the API server trusts", async () => {
    assert.deepEqual(await updateWithoutGapAt("2028-01-10T12:00:00Z"), servingCertificateRenewed("2026-07", "2028-01"));
    assert.equal(authorityOf(await servingCertificate(cluster)), 2028);
    assert.deepEqual(await authoritiesTrusted(cluster), [2024, 2028]);
  });

  it("lose the authority that has not signed for two years, and get the one after the next", async () => {
    assert.deepEqual(
      await updateWithoutGapAt("2030-01-10T12:00:00Z"),
      [
        ...servingCertificateRenewed("2028-01", "2030-01"),
        "create PrivateKey injector-certificates-ca-key-2032",
        "create SelfSignedCert injector-certificates-ca-2032",
        "update MutatingWebhookConfiguration injector-webhook-configuration",
        "update ValidatingWebhookConfiguration injector-validating-webhook-configuration",
        "delete SelfSignedCert injector-certificates-ca-2024",
        "delete PrivateKey injector-certificates-ca-key-2024",
      ].sort(),
    );
    assert.equal(authorityOf(await servingCertificate(cluster)), 2028);
    assert.deepEqual(await authoritiesTrusted(cluster), [2028, 2032]);
  });

  it("stay as they are in a second update, also when the cluster was looked at before", async () => {
    assert.ok(isUnchanged(await stack.up()), JSON.stringify(stack.lastSummary?.changes));
    await stack.refresh();
    assert.ok(isUnchanged(await stack.up()), JSON.stringify(stack.lastSummary?.changes));
  });

  it("have their private keys in a Secret and, encrypted, in the state, and nowhere else", async () => {
    const showSecrets = ["stack", "export", "--show-secrets", "--stack=years"];
    const keys = privateKeysIn(await pulumi.cli.run(showSecrets, { cwd: PROJECT }));
    assert.equal(keys.length, 3, "two authorities and the server");

    const places = {
      state: filesBelow(join(pulumi.directory, "state")),
      "stack outputs": JSON.stringify(await stack.outputs()),
      "objects that are no Secret": await allButSecrets(cluster),
    };
    for (const [place, content] of Object.entries(places)) {
      assert.ok(content.includes("caBundle"), `${place}: nothing to look at`);
      assert.doesNotMatch(content, ANY_PRIVATE_KEY, place);
      for (const key of keys) {
        assert.ok(!traces(key).some((trace) => content.includes(trace)), `${place}: has a private key`);
      }
    }
  });

  it("are not trusted for a while in an update that comes years late, when they had run out: so these tests can see it", async () => {
    const { trust } = await updateAt("2036-01-10T12:00:00Z");
    assert.ok(trust.refused.length > 0);
  });

  it("leave nothing behind", async () => {
    await stack.destroy();
    assert.deepEqual(await leftovers(), []);
  });
});

function changes({ steps }: UpdateSummary): string[] {
  return steps
    .filter(({ operation }) => operation !== "same")
    .map(({ operation, type, name }) => `${operation} ${type.split(":").at(-1) ?? ""} ${name}`)
    .sort();
}

/** The least that a new serving certificate takes. */
function servingCertificateRenewed(from: string, to: string): string[] {
  const ofGeneration = (operation: string, generation: string): string[] => [
    `${operation} PrivateKey injector-certificates-key-${generation}`,
    `${operation} CertRequest injector-certificates-request-${generation}`,
    `${operation} LocallySignedCert injector-certificates-certificate-${generation}`,
  ];
  return [
    ...ofGeneration("create", to),
    "create-replacement Secret injector-serving-certificate",
    "replace Secret injector-serving-certificate",
    "update Deployment injector-webhook",
    "delete-replaced Secret injector-serving-certificate",
    ...ofGeneration("delete", from),
  ].sort();
}

/** The certificate that the webhook's pods are told to serve. */
async function servingCertificate(cluster: LocalCluster): Promise<X509Certificate> {
  const { items } = await cluster.kubeConfig.makeApiClient(CoreV1Api).listNamespacedSecret({ namespace: NAMESPACE });
  const [secret, ...others] = items.filter(({ type }) => type === "kubernetes.io/tls");
  assert.equal(others.length, 0);
  return new X509Certificate(Buffer.from(secret?.data?.["tls.crt"] ?? "", "base64"));
}

/** The years of the authorities in the webhook configuration, in its order. */
async function authoritiesTrusted(cluster: LocalCluster): Promise<number[]> {
  const bundle = await trustedAuthorities(cluster);
  const pems = bundle.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return pems.map((pem) => yearIn(new X509Certificate(pem).subject));
}

/** The year of the authority that has signed a certificate. */
function authorityOf(certificate: X509Certificate): number {
  return yearIn(certificate.issuer);
}

function yearIn(name: string): number {
  return Number(/^CN=injector-certificates certificate authority (\d{4})$/.exec(name)?.[1]);
}

/** In a PEM text, or in the base64 of one, wherever in it the words begin. */
const ANY_PRIVATE_KEY = /PRIVATE KEY|UFJJVkFURSBLRVk|BSSVZBVEUgS0VZ|QUklWQVRFIEtFW/;

/** The private keys in an exported state, as PEM. */
function privateKeysIn(exported: string): string[] {
  const pems = exported.match(/-----BEGIN EC PRIVATE KEY-----.*?-----END EC PRIVATE KEY-----/g) ?? [];
  return [...new Set(pems.map((pem) => pem.replace(/\\+n/g, "\n")))];
}

/** Texts of which each gives a key away: its first line, as the others hold what is public, and a Secret's form of it. */
function traces(privateKeyPem: string): string[] {
  const [, firstLine = ""] = privateKeyPem.split("\n");
  assert.equal(firstLine.length, 64);
  return [firstLine, Buffer.from(`${privateKeyPem}\n`).toString("base64")];
}

function filesBelow(directory: string): string {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .map((name) => join(directory, name))
    .filter((file) => statSync(file).isFile())
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
}

async function allButSecrets(cluster: LocalCluster): Promise<string> {
  const resources = (await cluster.kubectl(["api-resources", "--verbs=list", "--output=name"])).split("\n");
  const others = resources.filter((resource) => resource !== "" && resource !== "secrets");
  return cluster.kubectl(["get", others.join(","), "--all-namespaces", "--output=json"]);
}
