import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { appMeshBody } from "../../../injection/appMesh/appMeshBody";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../../injection/json";
import { podOf, templateOf } from "./pods";

/**
 * A pod may bring a megabyte in an annotation: the API server refuses it only after its webhooks. Each of these takes so
 * long where the work grows with the square of the length that the test runs out of time.
 */
describe("a pod with huge annotations of App Mesh", () => {
  const many = <Item>(item: (index: number) => Item): readonly Item[] =>
    Array.from({ length: 60_000 }, (_, i) => item(i));

  it("gets all variables that it names, the last one of each name, in their order", () => {
    const variables = many((index) => `A${index}=${index}`);
    const { body } = bodyFor({ "appmesh.k8s.aws/sidecarEnv": `A1=first,${variables.join(",")}` }, []);
    assert.deepEqual(
      envOf(body).slice(-variables.length),
      many((index) => ({ name: `A${index}`, value: String(index) })),
    );
  });

  it("is told of a sampling rate that is all digits but for its end", () => {
    const { detail } = reasonFor({ "appmesh.k8s.aws/sidecarEnv": `XRAY_SAMPLING_RATE=${"1".repeat(200_000)}x` }, []);
    assert.match(detail, /^XRAY_SAMPLING_RATE in .* must be a number from 0 to 1, but is "1{57}…"$/);
  });

  it("gets a path of which all but the end is slashes, and one whose end is nothing else", () => {
    const slashes = "/".repeat(200_000);
    const fileAt = (path: string): JsonValue | undefined => {
      const { body } = bodyFor({ "appmesh.k8s.aws/xrayAgentConfigMount": `v:${path}` }, ["v"]);
      return fileOf(body);
    };
    assert.equal(fileAt(`${slashes}a`), `${slashes}a/xray-daemon.yaml`);
    assert.equal(fileAt(`/a${slashes}`), "/a/xray-daemon.yaml");
  });

  it("is told of every path that it names twice, once", () => {
    const mounts = many((index) => `v:/${index}`);
    const { detail } = reasonFor({ "appmesh.k8s.aws/volumeMounts": [...mounts, "v:/7", "v:/7"].join(",") }, ["v"]);
    assert.equal(detail, "the pod's annotations mount two volumes at /7");
  });

  it("is told of every volume that it does not have", () => {
    const names = many((index) => `v${index}`);
    const mounts = [...names, "none"].map((name) => `${name}:/${name}`).join(",");
    const { detail } = reasonFor({ "appmesh.k8s.aws/volumeMounts": mounts }, names);
    assert.equal(
      detail,
      'the pod\'s annotation appmesh.k8s.aws/volumeMounts names the volume "none", which it does not have',
    );
  });
});

function resultFor(annotations: JsonObject, volumes: readonly string[]): ReturnType<typeof appMeshBody> {
  const pod: JsonObject = {
    metadata: { annotations: { "appmesh.k8s.aws/virtualNode": "web", ...annotations } },
    spec: {
      containers: [{ name: "web", image: "web", ports: [{ containerPort: 80 }] }],
      volumes: volumes.map((name) => ({ name, emptyDir: {} })),
    },
  };
  return appMeshBody(
    templateOf({ mesh: "m", region: "eu-west-1", tracing: { xray: {} } }),
    { nativeSidecars: true },
    podOf(pod, "shop"),
  );
}

function bodyFor(annotations: JsonObject, volumes: readonly string[]): { readonly body: JsonObject } {
  const result = resultFor(annotations, volumes);
  assert.ok("body" in result, JSON.stringify(result).slice(0, 1_000));
  return result;
}

function reasonFor(annotations: JsonObject, volumes: readonly string[]): { readonly detail: string } {
  const result = resultFor(annotations, volumes);
  assert.ok("reason" in result);
  return result;
}

function envOf(body: JsonObject): readonly JsonValue[] {
  const { env } = containerOf(body, "envoy");
  assert.ok(isJsonArray(env));
  return env;
}

/** Where the X-Ray daemon reads its configuration. */
function fileOf(body: JsonObject): JsonValue | undefined {
  const { command } = containerOf(body, "xray-daemon");
  assert.ok(isJsonArray(command));
  return command.at(-1);
}

function containerOf({ spec }: JsonObject, name: string): JsonObject {
  assert.ok(isJsonObject(spec) && isJsonArray(spec.containers));
  const found = spec.containers.filter(isJsonObject).find((container) => container.name === name);
  assert.ok(found !== undefined);
  return found;
}
