import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  compileConfiguration,
  decide,
  FARGATE_PROFILE_LABEL,
  FARGATE_SCHEDULER,
  formatProblem,
  isJsonObject,
  parseSidecarConfiguration,
  parseYamlText,
  type JsonObject,
} from "../../../injection";
import { objectsAt } from "../../../injection/configuration/commonRules";
import { parseLabelSelector } from "../../../injection/configuration/labelSelector";
import { findOverlaps, type OverlapView } from "../../../injection/configuration/templateOverlap";
import { isJsonArray, type JsonValue, type NamedObject } from "../../../injection/json";
import { arbitraryConfiguration } from "../arbitraryConfiguration";

/** Two templates as YAML, the one that goes first first, and what is told of the other one. */
type OverlapRow = readonly [claim: string, first: string, second: string, ...problems: readonly string[]];

const CONFLICT = 'and goes first; pods for which both are get "conflict" for "second"';

describe("two templates for the same pods clash", () => {
  testOverlaps([
    [
      "with different containers of one name",
      "spec: {containers: [{name: log, image: a}]}",
      "spec: {containers: [{name: x, image: a}, {name: log, image: b}]}",
      `second.spec.containers[1]: template "first" adds another container "log" ${CONFLICT}`,
    ],
    [
      "with containers that are an ordinary and an init one",
      "spec: {initContainers: [{name: log, image: a}]}",
      "spec: {containers: [{name: log, image: a}]}",
      `second.spec.containers[0]: template "first" adds another container "log" ${CONFLICT}`,
    ],
    [
      "with containers of which only one is a native sidecar in pods that end",
      "spec: {containers: [{name: log, image: a}]}",
      "spec: {containers: [{name: log, image: a}], native: never}",
      `second.spec.containers[0]: template "first" adds another container "log" ${CONFLICT}`,
    ],
    [
      "with sidecars that stand at other ends of the init containers",
      "spec: {sidecars: [{name: log, image: a}], position: first}",
      "spec: {sidecars: [{name: log, image: a}]}",
      `second.spec.sidecars[0]: template "first" adds another container "log" ${CONFLICT}`,
    ],
    [
      "with different volumes of one name",
      "spec: {volumes: [{name: log, emptyDir: {}}]}",
      "spec: {volumes: [{name: log, configMap: {name: c}}]}",
      `second.spec.volumes[0]: template "first" adds another volume "log" ${CONFLICT}`,
    ],
    [
      "with containers at the same port of the host",
      "spec: {containers: [{name: a, image: a, ports: [{containerPort: 1, hostPort: 9}]}]}",
      "spec: {sidecars: [{name: b, image: a, ports: [{containerPort: 2, hostPort: 9, protocol: TCP}]}]}",
      `second.spec.sidecars[0].ports: template "first" takes the host's port 9/TCP for its container "a" ${CONFLICT}`,
    ],
    [
      "in everything that clashes",
      "spec: {containers: [{name: a, image: a}], volumes: [{name: v, secret: {secretName: s}}]}",
      "spec: {containers: [{name: a, image: b}], volumes: [{name: v, secret: {secretName: t}}]}",
      `second.spec.containers[0]: template "first" adds another container "a" ${CONFLICT}`,
      `second.spec.volumes[0]: template "first" adds another volume "v" ${CONFLICT}`,
    ],
    [
      "where their profiles, namespaces and selectors have a pod in common",
      "profiles: [a, team-*]\nnamespaces: [shop-*]\npodSelector: {matchLabels: {app: web}}\nspec: {containers: [{name: log, image: a}]}",
      "profiles: ['*-a']\nnamespaces: ['*-prod']\npodSelector: {matchExpressions: [{key: app, operator: Exists}]}\nspec: {containers: [{name: log, image: b}]}",
      `second.spec.containers[0]: template "first" adds another container "log" ${CONFLICT}`,
    ],
  ]);
});

describe("two templates do not clash", () => {
  testOverlaps([
    [
      "over containers and volumes that are the same, however they are written",
      "spec: {containers: [{name: log, image: a, command: ~}], volumes: [{name: v, secret: {secretName: s}}]}",
      "spec: {containers: [{image: a, name: log}], volumes: [{secret: {defaultMode: 420, secretName: s}, name: v}]}",
    ],
    [
      "over emptyDirs, which both only need to be there",
      "spec: {volumes: [{name: v, emptyDir: {medium: Memory}}]}",
      "spec: {volumes: [{name: v}]}",
    ],
    [
      "over a native sidecar that is written in three ways",
      "spec: {sidecars: [{name: a, image: a}, {name: b, image: b}]}",
      "spec: {initContainers: [{name: a, image: a, restartPolicy: Always}], containers: [{name: b, image: b}], native: always}",
    ],
    [
      "over ordinary containers beside which other ones stand first",
      "spec: {containers: [{name: a, image: a}], native: never, position: first}",
      "spec: {containers: [{name: a, image: a}], native: never}",
    ],
    [
      "over the port of a container that they share",
      "spec: {containers: [{name: a, image: a, ports: [{containerPort: 1, hostPort: 9}]}]}",
      "spec: {containers: [{name: a, image: a, ports: [{containerPort: 1, hostPort: 9}]}]}",
    ],
    [
      "over ports of different protocols",
      "spec: {containers: [{name: a, image: a, ports: [{containerPort: 1, hostPort: 9}]}]}",
      "spec: {containers: [{name: b, image: a, ports: [{containerPort: 1, hostPort: 9, protocol: UDP}]}]}",
    ],
    [
      "over a container and a volume of one name",
      "spec: {containers: [{name: log, image: a}]}",
      "spec: {volumes: [{name: log, emptyDir: {}}]}",
    ],
    [
      "where they are for other profiles",
      "profiles: [team-*]\nspec: {containers: [{name: log, image: a}]}",
      "profiles: [shop-*, team]\nspec: {containers: [{name: log, image: b}]}",
    ],
    [
      "where they are for other namespaces",
      "namespaces: [shop]\nspec: {containers: [{name: log, image: a}]}",
      "namespaces: [shop-*]\nspec: {containers: [{name: log, image: b}]}",
    ],
    [
      "where their selectors exclude each other",
      "podSelector: {matchLabels: {app: web}}\nspec: {containers: [{name: log, image: a}]}",
      "podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [web]}]}\nspec: {containers: [{name: log, image: b}]}",
    ],
  ]);
});

describe("templates with parameters are compared as they are written", () => {
  testOverlaps([
    [
      "and do not clash where they are equal",
      'spec: {containers: [{name: "log-${pod.ownerName}", image: "a:${tag}"}]}',
      'spec: {containers: [{name: "log-${pod.ownerName}", image: "a:${tag}"}]}',
    ],
    [
      "and do not clash by names that could become equal",
      'spec: {containers: [{name: "${pod.ownerName}", image: a}]}',
      "spec: {containers: [{name: log, image: b}]}",
    ],
    [
      "and clash where they differ under an equal name",
      'spec: {containers: [{name: "log-${pod.ownerName}", image: a}]}',
      'spec: {containers: [{name: "log-${pod.ownerName}", image: b}]}',
      `second.spec.containers[0]: template "first" adds another container "log-\${pod.ownerName}" ${CONFLICT}`,
    ],
    [
      "and are not compared by a port that only the pod knows",
      'spec: {containers: [{name: a, image: a, ports: [{containerPort: 1, hostPort: "${port}"}]}]}',
      "spec: {containers: [{name: b, image: a, ports: [{containerPort: 1, hostPort: 9}]}]}",
    ],
  ]);
});

describe("of many templates", () => {
  it("each is told of those before it, and of no more than three for one thing", () => {
    const views = ["a", "b", "c", "d", "e"].map((name) =>
      view(name, `spec: {containers: [{name: log, image: ${name}}]}`),
    );
    const pairs = findOverlaps(views).map(({ path, message }) => [path, /"(\w)"/.exec(message)?.[1]]);
    assert.deepEqual(pairs, [
      ["b.spec.containers[0]", "a"],
      ["c.spec.containers[0]", "a"],
      ["c.spec.containers[0]", "b"],
      ["d.spec.containers[0]", "a"],
      ["d.spec.containers[0]", "b"],
      ["d.spec.containers[0]", "c"],
      ["e.spec.containers[0]", "a"],
      ["e.spec.containers[0]", "b"],
      ["e.spec.containers[0]", "c"],
    ]);
  });

  it("none has anything told of it where there is no other one", () => {
    assert.deepEqual(findOverlaps([]), []);
    assert.deepEqual(findOverlaps([view("a", "spec: {volumes: [{name: v}]}")]), []);
  });
});

describe("whatever the templates are", function () {
  this.timeout(30_000);

  it("one that a pod is left without because of another template was told of before", () => {
    let conflicts = 0;
    fc.assert(
      fc.property(arbitraryConfiguration, arbitraryPlainPod, fc.boolean(), (data, pod, nativeSidecars) => {
        const configuration = parseSidecarConfiguration(data);
        const decision = decide(pod, "shop", compileConfiguration(configuration, { nativeSidecars }));
        for (const outcome of decision.templates) {
          if (
            outcome.reason !== "conflict" ||
            !/^an(other container takes| earlier template)/.test(outcome.detail ?? "")
          )
            continue;
          conflicts++;
          const told = configuration.warnings.map(formatProblem);
          assert.ok(
            told.some((warning) => warning.startsWith(`${outcome.template}.spec.`)),
            `${outcome.template}: ${outcome.detail ?? ""}; but only: ${told.join("; ")}`,
          );
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(conflicts > 10, `only ${conflicts} conflicts were drawn`);
  });
});

/** A pod that has nothing in the way of any template. */
const arbitraryPlainPod: fc.Arbitrary<JsonObject> = fc
  .record({ tier: fc.constantFrom("front", "back"), restartPolicy: fc.constantFrom("Always", "Never") })
  .map(({ tier, restartPolicy }) => ({
    metadata: { labels: { [FARGATE_PROFILE_LABEL]: "default", tier } },
    spec: { schedulerName: FARGATE_SCHEDULER, restartPolicy, containers: [{ name: "own", image: "own:1" }] },
  }));

function testOverlaps(rows: readonly OverlapRow[]): void {
  for (const [claim, first, second, ...problems] of rows)
    it(claim, () => {
      assert.deepEqual(findOverlaps([view("first", first), view("second", second)]).map(formatProblem), problems);
    });
}

/** The template as the parser gives it, as far as it matters here: without parameters its spec is what is written. */
function view(name: string, yaml: string): OverlapView {
  const read = parseYamlText(yaml);
  assert.ok("value" in read && isJsonObject(read.value) && isJsonObject(read.value.spec), yaml);
  const { spec, profiles, namespaces, podSelector } = read.value;
  const containers = (field: string): readonly NamedObject[] =>
    objectsAt(spec[field], "").flatMap(([item]) => (isNamed(item) ? [item] : []));
  const native = (["always", "never"] as const).find((known) => known === spec.native) ?? "auto";
  return {
    name,
    profiles: strings(profiles) ?? ["default"],
    namespaces: strings(namespaces) ?? ["*"],
    podSelector: parseLabelSelector(podSelector ?? {}, "", (path, message) => assert.fail(`${path}: ${message}`)) ?? {},
    spec: {
      containers: containers("containers"),
      sidecars: containers("sidecars"),
      initContainers: containers("initContainers"),
      volumes: containers("volumes"),
      native,
      position: spec.position === "first" ? "first" : "last",
    },
    parameterized: yaml.includes("${") ? { source: read.value } : undefined,
  };
}

function isNamed(item: JsonObject): item is NamedObject {
  return typeof item.name === "string";
}

function strings(value: JsonValue | undefined): readonly string[] | undefined {
  return isJsonArray(value) ? value.filter((item) => typeof item === "string") : undefined;
}
