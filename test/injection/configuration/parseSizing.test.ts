import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem, parseSidecarConfiguration } from "../../../injection";

/** A template with two sidecars and two init containers, one of them native. */
const SPEC = `
parameters:
  cpu: { annotation: example.com/cpu, type: quantity, default: 100m }
  memory: { annotation: example.com/memory, type: quantity }
spec:
  containers: [{ name: router, image: "r:1", resources: { requests: { cpu: 100m, memory: 128Mi } } }]
  sidecars: [{ name: proxy, image: "p:1", resources: { limits: { cpu: "0.2", memory: 64Mi } } }]
  initContainers:
    - { name: prepare, image: "i:1", resources: { requests: { cpu: 1 } } }
    - { name: native, image: "n:1", restartPolicy: Always, resources: { requests: { cpu: "\${cpu}", memory: "\${memory}" } } }
`;

const ALL = "router: {cpu: 10m, memory: 1Mi}, proxy: {cpu: 10m, memory: 1Mi}, native: {cpu: 10m, memory: 1Mi}";

describe("sizing of a template", () => {
  it("is off, with no minimum, where it is not given", () => {
    assert.deepEqual(sizingOf("sizing:"), { fit: false, minimum: new Map() });
    assert.deepEqual(sizingOf("sizing: {fit: , minimum: }"), { fit: false, minimum: new Map() });
  });

  it("has the minimum of each sidecar in thousandths of a CPU and in bytes", () => {
    assert.deepEqual(sizingOf("sizing: {fit: true, minimum: {router: {cpu: 0.05, memory: 64Mi}, proxy: {memory: 64M}}}"), {
      fit: true,
      minimum: new Map([
        ["router", { milliCpu: 50, memoryBytes: 64 * 2 ** 20 }],
        ["proxy", { milliCpu: undefined, memoryBytes: 64_000_000 }],
      ]),
    }); // prettier-ignore
  });

  it("has none for a sidecar whose minimum names no amount, which so is not lowered", () => {
    assert.deepEqual(sizingOf("sizing: {fit: true, minimum: {router: {}, proxy: , native: {cpu: }}}"), {
      fit: true,
      minimum: new Map(),
    });
  });

  it("holds a minimum against the limit where a sidecar has only that, and may be all that it asks for", () => {
    assert.deepEqual(problemsOf("sizing: {minimum: {proxy: {cpu: 200m, memory: 64Mi}, router: {cpu: 100m}}}"), []);
  });

  it("takes any minimum of what depends on the pod", () => {
    assert.deepEqual(problemsOf("sizing: {minimum: {native: {cpu: 16, memory: 100Gi}}}"), []);
  });

  it("comes from a preset too, under what the template gives itself", () => {
    const base = `kind: preset\nsizing: {fit: true, minimum: {router: {cpu: 10m, memory: 20Mi}}}${SPEC}`;
    const { templates, problems } = parseSidecarConfiguration({
      base,
      default: "preset: base\nsizing: {minimum: {router: {memory: 30Mi}, proxy: {cpu: 5m}}}",
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(templates[0]?.sizing, {
      fit: true,
      minimum: new Map([
        ["router", { milliCpu: 10, memoryBytes: 30 * 2 ** 20 }],
        ["proxy", { milliCpu: 5, memoryBytes: undefined }],
      ]),
    });
  });
});

describe("sizing is refused for", () => {
  const bad: readonly (readonly [claim: string, sizing: string, ...problems: readonly string[]])[] = [
    ["being true", "true", ": must be a mapping with fit and minimum, but is the boolean true"],
    ["a misspelt field", "{fits: true}", '.fits: unknown field, did you mean "fit"?'],
    ["a fit that is a text", '{fit: "true"}', '.fit: must be true or false, but is the string "true"; leave the quotes out'], // prettier-ignore
    [
      "a minimum that is a quantity",
      "{minimum: 64Mi}",
      '.minimum: must be a mapping of names of sidecars to what they need, but is the string "64Mi"',
    ],
    [
      "a sidecar's minimum that is a quantity",
      "{minimum: {router: 64Mi}}",
      '.minimum.router: must be a mapping with cpu and memory, but is the string "64Mi"',
    ],
    [
      "a misspelt sidecar",
      "{minimum: {ruoter: {cpu: 1m}}}",
      '.minimum.ruoter: no sidecar of this name; did you mean "router"?',
    ],
    [
      "a container of the pod",
      "{minimum: {app: {cpu: 1m}}}",
      ".minimum.app: no sidecar of this name; known are native, proxy, router",
    ],
    [
      "an init container that ends",
      "{minimum: {prepare: {cpu: 1m}}}",
      ".minimum.prepare: is an init container, which is never lowered; only sidecars are",
    ],
    [
      "a resource that cannot be lowered",
      "{minimum: {router: {ephemeral-storage: 1Gi}}}",
      ".minimum.router.ephemeral-storage: unknown field; known are cpu, memory",
    ],
    [
      "a minimum that is no quantity",
      "{minimum: {router: {cpu: half, memory: [1]}}}",
      '.minimum.router.cpu: must be a quantity such as "100m" or "64Mi", but is the string "half"',
      '.minimum.router.memory: must be a quantity such as "100m" or "64Mi", but is a list',
    ],
    [
      "a minimum of nothing",
      '{minimum: {router: {cpu: 0, memory: "-1"}}}',
      ".minimum.router.cpu: must be more than 0, but is 0",
      ".minimum.router.memory: must be more than 0, but is -1",
    ],
    [
      "a minimum above what the sidecar asks for",
      "{minimum: {router: {cpu: 101m}, proxy: {memory: 65Mi}}}",
      ".minimum.router.cpu: 101m is more than the 100m that the sidecar asks for",
      ".minimum.proxy.memory: 65Mi is more than the 64Mi that the sidecar asks for",
    ],
  ];
  for (const [claim, sizing, ...problems] of bad)
    it(claim, () => {
      assert.deepEqual(
        problemsOf(`sizing: ${sizing}`),
        problems.map((problem) => `default.sizing${problem}`),
      );
    });

  it("a minimum of what the sidecar does not ask for", () => {
    const { problems } = parseSidecarConfiguration({
      default: "sizing: {minimum: {a: {cpu: 1m}}}\nspec: {sidecars: [{name: a, image: b}]}",
    });
    assert.deepEqual(problems.map(formatProblem), [
      "default.sizing.minimum.a.cpu: has nothing to lower: default.spec.sidecars[0].resources asks for no cpu",
    ]);
  });

  it("being in a template of kind appmesh, where pods say what Envoy asks for", () => {
    const { problems } = parseSidecarConfiguration({
      mesh: "kind: appmesh\nmesh: shop\nregion: eu-west-1\nsizing: {fit: true}",
    });
    assert.deepEqual(problems.map(formatProblem), [
      "mesh.sizing: is not for kind appmesh: each pod says what Envoy asks for",
    ]);
  });
});

describe("sizing draws a warning for", () => {
  it("nothing, where all that the sidecars ask for has a minimum", () => {
    assert.deepEqual(warningsOf(`sizing: {fit: true, minimum: {${ALL}}}`), []);
  });

  it("a minimum that has no effect", () => {
    assert.deepEqual(warningsOf(`sizing: {minimum: {${ALL}}}`), [
      "default.sizing.minimum: is of no use without fit: true",
    ]);
  });

  it("each amount without a minimum, which stays as it is", () => {
    assert.deepEqual(warningsOf("sizing: {fit: true, minimum: {router: {cpu: 10m}, native: {cpu: 10m, memory: 1Mi}}}"), [
      "default.spec.containers[0].resources.requests.memory: is not lowered to fit: give sizing.minimum.router.memory",
      "default.spec.sidecars[0].resources.limits.cpu: is not lowered to fit: give sizing.minimum.proxy.cpu",
      "default.spec.sidecars[0].resources.limits.memory: is not lowered to fit: give sizing.minimum.proxy.memory",
    ]); // prettier-ignore
  });

  it("a minimum above what the sidecar asks for in pods that do not say otherwise", () => {
    const minimum = ALL.replace("native: {cpu: 10m", "native: {cpu: 101m");
    assert.deepEqual(warningsOf(`sizing: {fit: true, minimum: {${minimum}}}`), [
      "default.sizing.minimum.native.cpu: is more than the 100m that the sidecar asks for by default",
    ]);
  });
});

function sizingOf(sizing: string): unknown {
  return parseSidecarConfiguration({ default: sizing + SPEC }).templates[0]?.sizing;
}

function problemsOf(sizing: string): readonly string[] {
  return parseSidecarConfiguration({ default: sizing + SPEC }).problems.map(formatProblem);
}

function warningsOf(sizing: string): readonly string[] {
  return parseSidecarConfiguration({ default: sizing + SPEC }).warnings.map(formatProblem);
}
