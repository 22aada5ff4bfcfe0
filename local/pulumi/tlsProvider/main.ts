// A stand-in for pulumi-resource-tls, which needs modules that no module proxy serves: it gives unchanged @pulumi/tls
// programs real keys and certificates (PrivateKey, SelfSignedCert, CertRequest, LocallySignedCert; RSA and ECDSA P256 to
// P521). Inputs that it does not know are refused, OpenSSH forms and fingerprints of keys are left out.
import { version } from "@pulumi/tls/package.json";
import { main, type Provider } from "@pulumi/pulumi/provider";
import { recordOf, withoutSecretMarks } from "./properties";
import { changes, completeInputs, inputProblems } from "./resourceInputs";
import { createResource, isReadyForRenewal, resourceKind } from "./resources";

const provider: Provider = {
  version,

  check(urn: string, _olds: unknown, news: unknown) {
    const kind = resourceKind(urn);
    const inputs = completeInputs(kind, recordOf(news));
    return Promise.resolve({ inputs, failures: inputProblems(kind, withoutSecretMarks(inputs)) });
  },

  diff(_id: string, urn: string, olds: unknown, news: unknown) {
    const old = withoutSecretMarks(recordOf(olds));
    const changed = changes(resourceKind(urn), old, withoutSecretMarks(recordOf(news)));
    if (isReadyForRenewal(old, new Date())) changed.push("readyForRenewal");
    // As upstream: the time of the next renewal is the one thing that an existing certificate can change.
    const replaces = changed.filter((name) => name !== "earlyRenewalHours");
    return Promise.resolve({ changes: changed.length > 0, replaces });
  },

  async create(urn: string, news: unknown) {
    const inputs = recordOf(news);
    const { id, outputs } = await createResource(resourceKind(urn), withoutSecretMarks(inputs), new Date());
    // Inputs go back as they came, so that those that are secret stay so; the SDK declares which outputs are.
    return { id, outs: { ...inputs, ...outputs } };
  },

  update(_id: string, _urn: string, olds: unknown, news: unknown) {
    return Promise.resolve({ outs: { ...recordOf(olds), ...recordOf(news) } });
  },
};

void main(provider, process.argv.slice(2));

// The engine holds standard input open for as long as it lives.
process.stdin.resume().on("end", () => process.exit());
