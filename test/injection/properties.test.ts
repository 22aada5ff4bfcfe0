import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
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
import { readPod } from "../../injection/kubernetes/readPod";
import { readStatus, type InjectionStatus } from "../../injection/decision/statusAnnotation";
import { canonicalJson, isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";
import { arbitraryConfiguration, parameterizedTemplate } from "./arbitraryConfiguration";
import { anyJson, arbitraryPod, often, parameterText, unobstructedPod } from "./arbitraryPods";
import { ADDED_LISTS } from "./goldenPods";
import { addedTo, assertNothingLost, injectedPod, listAt } from "./injectedPod";

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
        assert.deepEqual(reasonsOf(twice), withExcuses(once, twice));
      }),
    );
  });

  it("no pod on Fargate gets what can never run there, nor a smaller size", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        const { patch, size } = decide(pod, NAMESPACE, compiled);
        const text = JSON.stringify(patch?.operations ?? []);
        assert.ok(!text.includes('"privileged":true'), text);
        if (size?.before === undefined) return;
        assert.ok(size.after !== undefined);
        assert.ok(size.after.size.milliCpu >= size.before.size.milliCpu);
        assert.ok(size.after.size.memoryMiB >= size.before.size.memoryMiB);
      }),
    );
  });

  it("the size without templates is the same when asked again", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        const once = decide(pod, NAMESPACE, compiled);
        const twice = decide(injectedPod(pod, once), NAMESPACE, compiled);
        assert.deepEqual(twice.size, once.size);
      }),
    );
  });

  it("what another webhook adds in between makes nothing come twice", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        const first = decide(pod, NAMESPACE, compiled);
        const once = injectedPod(pod, first);
        const changed = meshed(once);
        fc.pre(changed !== undefined);
        const second = decide(changed, NAMESPACE, compiled);
        const twice = injectedPod(changed, second);
        assertNothingLost(changed, twice);
        // A parameter may be a field that the other webhook has set.
        if (isDeepStrictEqual(reasonsOf(first), reasonsOf(second)))
          for (const list of ADDED_LISTS) assert.deepEqual(addedTo(list, changed, twice), [], list);
        for (const [name, items] of keyedLists(twice))
          assertNothingTwice(name, items, keyedLists(once).get(name) ?? []);
      }),
    );
  });

  it("the pod's own containers get nothing but what a template has for them", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { data, compiled }) => {
        const decision = decide(pod, NAMESPACE, compiled);
        const after = injectedPod(pod, decision);
        const applied = decision.templates.flatMap(({ template, reason }) => (reason === "injected" ? [template] : []));
        const offered = applied.flatMap((name) => listAt(data[name] ?? {}, "appContainers"));
        for (const container of listAt(pod, "containers")) {
          const now = listAt(after, "containers").find(({ name }) => name === container.name) ?? {};
          for (const [field, key] of [
            ["env", "name"],
            ["envFrom", "prefix"],
            ["volumeMounts", "mountPath"],
          ] as const) {
            const known = objects(container[field]).map(canonicalJson);
            const added = objects(now[field]).filter((item) => !known.includes(canonicalJson(item)));
            const wanted = new Set(offered.flatMap((entry) => objects(entry[field]).map((item) => item[key])));
            for (const item of added) assert.ok(wanted.has(item[key]), field);
          }
        }
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

  it("a decision does not depend on the pods before it", () => {
    check(
      fc.property(
        fc.array(unobstructedPod, { minLength: 2, maxLength: 6 }),
        configuration,
        (pods, { data, compiled }) => {
          const { nativeSidecars } = compiled.features;
          for (const pod of pods)
            assert.deepEqual(decide(pod, NAMESPACE, compiled), decide(pod, NAMESPACE, compile(data, nativeSidecars)));
        },
      ),
    );
  });

  it("the short way for a pod with nothing in the way comes to what the long one does", () => {
    check(
      fc.property(arbitraryPod, configuration, (pod, { compiled }) => {
        fc.pre(findFault(pod) === undefined);
        // A pod that names its operating system is always tried out, though Linux asks for nothing.
        const named = { ...pod, spec: { ...(isJsonObject(pod.spec) ? pod.spec : {}), os: { name: "linux" } } };
        assert.deepEqual(
          withoutText(decide(named, NAMESPACE, compiled)),
          withoutText(decide(pod, NAMESPACE, compiled)),
        );
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

describe("whatever the author of a pod writes where a template takes parameters from", function () {
  this.timeout(30_000);
  type Texts = Readonly<Record<"level" | "team" | "account" | "port" | "debug" | "memory", string>>;
  const harmless: Texts = {
    level: "info",
    team: "web",
    account: "default",
    port: "8080",
    debug: "true",
    memory: "1Gi",
  };
  const written: fc.Arbitrary<Texts> = fc.record({
    level: parameterText,
    team: often("web", parameterText),
    account: parameterText,
    port: often("9090", parameterText),
    debug: often("true", parameterText),
    memory: often("2Gi", parameterText),
  });
  const podWith = ({ level, team, account, port, debug, memory }: Texts): JsonObject => ({
    metadata: {
      name: "pod",
      labels: { "eks.amazonaws.com/fargate-profile": "default", "example.com/team": team },
      annotations: {
        "example.com/level": level,
        "example.com/port": port,
        "example.com/debug": debug,
        "example.com/memory": memory,
      },
    },
    spec: {
      terminationGracePeriodSeconds: 30,
      serviceAccountName: account,
      containers: [{ name: "web", image: "web:1", ports: [{ containerPort: 80 }] }],
    },
  });

  it("the pod gets objects of the same form as with harmless values, or is left without the template", () => {
    check(
      fc.property(parameterizedTemplate, written, (template, texts) => {
        const compiled = compile({ only: template }, true);
        const pod = podWith(texts);
        const decision = decide(pod, NAMESPACE, compiled);
        if (isBadParameter(decision)) return;
        const usual = decide(podWith(harmless), NAMESPACE, compiled);
        if (isBadParameter(usual)) return;
        const [after, usually] = [injectedPod(pod, decision), injectedPod(podWith(harmless), usual)];
        assert.deepEqual(formOf(after), formOf(usually));
      }),
    );
  });

  it("what the pod gets would be accepted if it were written into a template by hand", () => {
    check(
      fc.property(parameterizedTemplate, written, (template, texts) => {
        const pod = podWith(texts);
        const decision = decide(pod, NAMESPACE, compile({ only: template }, true));
        fc.pre(decision.patch !== undefined);
        const after = injectedPod(pod, decision);
        const added = Object.fromEntries(ADDED_LISTS.map((list) => [list, addedTo(list, pod, after)] as const));
        fc.pre(Object.values(added).some((list) => list.length > 0));
        const { problems } = parseSidecarConfiguration({ byHand: { spec: asWritten(added) } });
        assert.deepEqual(problems, []);
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
  fc.assert(property, { numRuns: 200 });
}

function compile(data: Readonly<Record<string, JsonObject>>, nativeSidecars: boolean): CompiledConfiguration {
  const configuration = parseSidecarConfiguration(data);
  assert.deepEqual(configuration.problems, []);
  return compileConfiguration(configuration, { nativeSidecars });
}

function reasonsOf({ podReason, templates }: Decision): readonly unknown[] {
  return [podReason, ...templates.map(({ template, reason }) => [template, reason])];
}

/**
 * The reasons of the first call as the second one may give them. A template that was too much for a pod beside others is
 * not tried beside them again: what came in its place, such as a container of the same name, then stands in its way.
 */
function withExcuses(once: Decision, twice: Decision): readonly unknown[] {
  const excuses = new Set(["conflict", "already-present"]);
  const templates = once.templates.map(({ template, reason }) => {
    const again = twice.templates.find((each) => each.template === template)?.reason;
    return [template, reason === "not-supported-on-fargate" && excuses.has(again ?? "") ? again : reason];
  });
  return [once.podReason, ...templates];
}

/** Spaces within the text of a patch mean nothing. */
function withoutText({ patch, ...decision }: Decision): unknown {
  if (patch === undefined) return decision;
  assert.deepEqual(JSON.parse(Buffer.from(patch.base64, "base64").toString()), patch.operations);
  return { ...decision, operations: patch.operations };
}

function replaced(pod: JsonObject, field: string, value: JsonObject[string]): JsonObject {
  const metadata = isJsonObject(pod.metadata) ? pod.metadata : {};
  const spec = isJsonObject(pod.spec) ? pod.spec : {};
  if (field === "metadata" || field === "spec") return { ...pod, [field]: value };
  if (field === "labels" || field === "annotations") return { ...pod, metadata: { ...metadata, [field]: value } };
  return { ...pod, spec: { ...spec, [field]: value } };
}

/** The pod after another webhook has put its own things behind all others; undefined where the pod is unreadable. */
function meshed(pod: JsonObject): JsonObject | undefined {
  const view = readPod(pod);
  if ("fault" in view) return undefined;
  const mesh = { name: "mesh", image: "mesh:1" };
  return {
    ...pod,
    metadata: {
      ...view.metadata,
      labels: { ...view.labels, mesh: "on" },
      annotations: { ...view.annotations, "mesh.example.com/status": "on" },
    },
    spec: {
      ...view.spec,
      containers: [...view.containers, mesh],
      initContainers: [...(view.initContainers ?? []), { ...mesh, name: "mesh-init" }],
      volumes: [...(view.volumes ?? []), { name: "mesh", emptyDir: {} }],
      imagePullSecrets: [...(view.imagePullSecrets ?? []), { name: "mesh" }],
    },
  };
}

/** The lists of a pod whose items must not come twice, each with what its items go by. */
function keyedLists(pod: JsonObject): ReadonlyMap<string, readonly unknown[]> {
  const lists = new Map<string, readonly unknown[]>();
  const spec = isJsonObject(pod.spec) ? pod.spec : {};
  const by = (key: string, list: JsonValue | undefined): readonly unknown[] => objects(list).map((item) => item[key]);
  for (const list of ADDED_LISTS) lists.set(list, by("name", spec[list]));
  lists.set("options", by("name", isJsonObject(spec.dnsConfig) ? spec.dnsConfig.options : undefined));
  lists.set("hostAliases", by("ip", spec.hostAliases));
  for (const { ip, hostnames } of objects(spec.hostAliases))
    lists.set(`hostnames of ${JSON.stringify(ip)}`, isJsonArray(hostnames) ? hostnames : []);
  for (const { name, env, envFrom, volumeMounts } of objects(spec.containers)) {
    lists.set(`env of ${JSON.stringify(name)}`, by("name", env));
    lists.set(`envFrom of ${JSON.stringify(name)}`, objects(envFrom).map(canonicalJson));
    lists.set(`volumeMounts of ${JSON.stringify(name)}`, by("mountPath", volumeMounts));
  }
  return lists;
}

function assertNothingTwice(list: string, items: readonly unknown[], before: readonly unknown[]): void {
  const twice = items.filter((item, index) => item !== undefined && items.indexOf(item) < index);
  const twiceBefore = before.filter((item, index) => before.indexOf(item) < index);
  assert.deepEqual(
    twice,
    twiceBefore.filter((item) => item !== undefined),
    list,
  );
}

function isBadParameter({ templates }: Decision): boolean {
  return templates.some(({ reason }) => reason === "bad-parameter");
}

/** The value with a word in the place of each scalar. */
function formOf(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(formOf);
  if (!isJsonObject(value)) return "a scalar";
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, formOf(field ?? null)]));
}

/** The value as it stands in a template that means no placeholder by it. */
function asWritten(value: JsonValue): JsonValue {
  if (isJsonArray(value)) return value.map(asWritten);
  if (typeof value === "string") return value.replaceAll("${", "$${");
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, asWritten(field ?? null)]));
}

function objects(list: JsonValue | undefined): readonly JsonObject[] {
  return isJsonArray(list) ? list.filter(isJsonObject) : [];
}

/** What of the pod's status holds. */
function statusOf(pod: JsonObject): InjectionStatus {
  const view = readPod(pod);
  assert.ok(!("fault" in view));
  const names = [view.containers, view.initContainers ?? [], view.ephemeralContainers ?? []].flat();
  return readStatus(view.annotations?.[STATUS_ANNOTATION], (wanted) => names.some(({ name }) => name === wanted))
    .applied;
}
