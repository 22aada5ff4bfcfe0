import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseOptions, UsageError } from "../../webhook/options";

const TLS = ["--tls-cert", "tls.crt", "--tls-key", "tls.key"];

describe("The webhook's command line", () => {
  it("needs a configuration file and a certificate, and has defaults for the rest", () => {
    assert.deepEqual(parseOptions(["--config", "sidecars.yaml", ...TLS]), {
      source: { file: "sidecars.yaml" },
      certificate: { certificateFile: "tls.crt", keyFile: "tls.key" },
      host: "127.0.0.1",
      port: 8443,
      kubernetesVersion: undefined,
      region: undefined,
      logLevel: "info",
    });
  });

  it("takes what a Deployment passes", () => {
    const args = ["--config-map=sidecars", "--namespace=injector", "--tls-cert=tls.crt", "--tls-key=tls.key"];
    const more = ["--host=*", "--port=8443", "--log-level=debug", "--kubernetes-version=1.34+", "--region=eu-west-1"];
    assert.deepEqual(parseOptions([...args, ...more]), {
      source: { configMap: { namespace: "injector", name: "sidecars" } },
      certificate: { certificateFile: "tls.crt", keyFile: "tls.key" },
      host: "*",
      port: 8443,
      kubernetesVersion: "1.34+",
      region: "eu-west-1",
      logLevel: "debug",
    });
  });

  for (const [args, message] of [
    [[], "--config FILE is missing (or --config-map NAME in a cluster)"],
    [["--config=a", "--config-map=b", "--namespace=c", ...TLS], "--config and --config-map are both given; give one"],
    [["--config-map=b", ...TLS], "--namespace is missing: it says where --config-map is"],
    [["--config=a"], "--tls-cert FILE is missing"],
    [["--config=a", "--tls-cert=b"], "--tls-key FILE is missing"],
    [["--config=a", ...TLS, "--port=65536"], '--port: must be from 0 to 65535, but is "65536"'],
    [["--config=a", ...TLS, "--port=http"], '--port: must be from 0 to 65535, but is "http"'],
    [["--config=a", ...TLS, "--port="], '--port: must be from 0 to 65535, but is ""'],
    [["--config=a", ...TLS, "--host="], '--host: must be an address, or "*" for every one, but is empty'],
    [["--config=a", ...TLS, "--kubernetes-version=new"], '--kubernetes-version: must be like 1.36, but is "new"'],
    [["--config=a", ...TLS, "--region=Ireland"], '--region: must be like eu-west-1, but is "Ireland"'],
    [["--config=a", ...TLS, "--log-level=loud"], '--log-level: must be one of debug, info, warn, error, but is "loud"'],
  ] as const)
    it(`is told what is wrong with "${args.join(" ")}"`, () => {
      assert.throws(
        () => parseOptions(args),
        (error) => error instanceof UsageError && error.message === message,
      );
    });

  it("is told of options and arguments that do not exist, and of values that are missing", () => {
    for (const [args, message] of [
      [["--cert=x"], /Unknown option '--cert'/],
      [["sidecars.yaml"], /Unexpected argument 'sidecars.yaml'/],
      [["--port"], /'--port <value>' argument missing/],
    ] as const)
      assert.throws(
        () => parseOptions(args),
        (error) => error instanceof UsageError && message.test(error.message),
      );
  });
});
