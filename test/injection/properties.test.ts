import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  compileConfiguration,
  decide,
  parseSidecarConfiguration,
  STATUS_ANNOTATION,
  type CompiledConfiguration,
  type Decision,
} from "../../injection";
import { findFault } from "../../injection/decision/checkPod";
import { readPod } from "../../injection/decision/readPod";
import { readStatus, type InjectionStatus } from "../../injection/decision/statusAnnotation";
import { isJsonObject, type JsonObject } from "../../injection/json";
import { arbitraryConfiguration } from "./arbitraryConfiguration";
import { anyJson, arbitraryPod } from "./arbitraryPods";
import { assertNothingLost, injectedPod } from "./injectedPod";

const NAMESPACE = "shop";

describe("whatever the pod and the configuration are", function () {
  this.timeout(30_000);
  const configuration = fc
    .tuple(arbitraryConfiguration, fc.boolean())
    .map(([data, nativeSidecars]) => ({ data, compiled: compile(data, nativeSidecars) }));

  it("the patch applies, and nothing of the pod is lost, changed or moved", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        assertNothingLost(pod, injectedPod(pod, decide(pod, NAMESPACE, compiled)));
      }),
    );
  });

  it("the pod itself is not touched while deciding", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        const before = JSON.stringify(pod);
        decide(pod, NAMESPACE, compiled);
        assert.equal(JSON.stringify(pod), before);
      }),
    );
  });

  it("a pod that went through once is not changed again, and gets the same reasons", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        const once = decide(pod, NAMESPACE, compiled);
        const twice = decide(injectedPod(pod, once), NAMESPACE, compiled);
        assert.equal(twice.patch, undefined);
        assert.deepEqual(reasonsOf(twice), reasonsOf(once));
      }),
    );
  });

  it("a pod without a fault has none afterwards", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        fc.pre(findFault(pod) === undefined);
        assert.equal(findFault(injectedPod(pod, decide(pod, NAMESPACE, compiled))), undefined);
      }),
    );
  });

  it("a pod with a fault of its own gets the reason and no patch, or one that does not add to the fault", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        const fault = findFault(pod);
        fc.pre(fault !== undefined);
        const decision = decide(pod, NAMESPACE, compiled);
        const after = findFault(injectedPod(pod, decision));
        // A mount whose volume is missing may find the one that a template brings.
        assert.ok(after === fault || after === undefined || decision.patch !== undefined);
        if (decision.podReason === "unsafe-result") assert.equal(decision.patch, undefined);
      }),
    );
  });

  it("the order of the ConfigMap's keys changes nothing", () => {
    check(
      fc.property(arbitraryPod, configuration, fc.boolean(), (pod, { data, compiled }, nativeSidecars) => {
        const reversed = Object.fromEntries(Object.entries(data).reverse());
        assert.deepEqual(
          decide(pod, NAMESPACE, compile(reversed, nativeSidecars)),
          decide(pod, NAMESPACE, compile(data, nativeSidecars)),
        );
        assert.deepEqual(decide(pod, NAMESPACE, compiled), decide(pod, NAMESPACE, compiled));
      }),
    );
  });

  it("the short way for a pod with nothing in the way comes to what the long one does", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        fc.pre(findFault(pod) === undefined);
        // A pod that names its operating system is always tried out, though Linux asks for nothing.
        const named = { ...pod, spec: { ...(isJsonObject(pod.spec) ? pod.spec : {}), os: { name: "linux" } } };
        assert.deepEqual(decide(named, NAMESPACE, compiled), decide(pod, NAMESPACE, compiled));
      }),
    );
  });

  it("the status names the containers of each applied template, all of which are in the pod", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        const decision = decide(pod, NAMESPACE, compiled);
        fc.pre(decision.patch !== undefined);
        const status = statusOf(injectedPod(pod, decision));
        for (const outcome of decision.templates)
          if (outcome.reason === "injected" && outcome.containers.length > 0)
            assert.deepEqual(status.get(outcome.template)?.containers, outcome.containers);
      }),
    );
  });

  it("any JSON at all in the place of a pod gets a decision, and a patch that applies", () => {
    const place = fc.constantFrom(
      "metadata",
      "spec",
      "labels",
      "containers",
      "volumes",
      "initContainers",
      "annotations",
    );
    check(
      fc.property(arbitraryPod, place, anyJson, configuration, (pod, field, value, { compiled }) => {
        const odd = replaced(pod, field, value);
        injectedPod(odd, decide(odd, NAMESPACE, compiled));
      }),
    );
  });
});

describe("whatever a ConfigMap holds", function () {
  this.timeout(30_000);
  it("it is read without an exception, and each key is a template or has a problem", () => {
    check(
      fc.property(fc.dictionary(fc.string(), fc.oneof(anyJson, fc.string())), (data) => {
        const { templates, invalid, problems } = parseSidecarConfiguration(data);
        assert.deepEqual([...templates, ...invalid].map(({ name }) => name).sort(), Object.keys(data).sort());
        for (const { name } of invalid) assert.ok(problems.some(({ path }) => path.startsWith(name)));
      }),
    );
  });
});

function check<Values>(property: fc.IPropertyWithHooks<Values>): void {
  fc.assert(property, { numRuns: 400 });
}

function compile(data: Readonly<Record<string, JsonObject>>, nativeSidecars: boolean): CompiledConfiguration {
  const configuration = parseSidecarConfiguration(data);
  assert.deepEqual(configuration.problems, []);
  return compileConfiguration(configuration, { nativeSidecars });
}

function reasonsOf({ podReason, templates }: Decision): readonly unknown[] {
  return [podReason, ...templates.map(({ template, reason }) => [template, reason])];
}

function replaced(pod: JsonObject, field: string, value: JsonObject[string]): JsonObject {
  const metadata = isJsonObject(pod.metadata) ? pod.metadata : {};
  const spec = isJsonObject(pod.spec) ? pod.spec : {};
  if (field === "metadata" || field === "spec") return { ...pod, [field]: value };
  if (field === "labels" || field === "annotations") return { ...pod, metadata: { ...metadata, [field]: value } };
  return { ...pod, spec: { ...spec, [field]: value } };
}

/** What of the pod's status holds. */
function statusOf(pod: JsonObject): InjectionStatus {
  const view = readPod(pod);
  assert.ok(!("fault" in view));
  const names = [view.containers, view.initContainers ?? [], view.ephemeralContainers ?? []].flat();
  return readStatus(view.annotations?.[STATUS_ANNOTATION], (wanted) => names.some(({ name }) => name === wanted))
    .applied;
}
