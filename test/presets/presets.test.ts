import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { RE2JS } from "re2js";
import { formatProblem, parseYamlText } from "../../injection";
import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../../injection/json";
import { PRESETS, type Preset } from "../../presets";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";
import { addedTo, assertNothingLost, injectedPod, listAt } from "../injection/injectedPod";
import { faultsBySchema } from "../schema/templateSchema";
import { APP_POD, completedTemplate, decideFor, JOB_POD, secretWarnings } from "./presetPods";

const ALL = [...PRESETS.values()];

for (const preset of ALL)
  describe(`preset ${preset.name}`, () => {
    const template = completedTemplate(preset);
    const decision = decideFor({ default: template }, APP_POD, "shop");
    const injected = injectedPod(APP_POD, decision);
    const added = [...addedTo("containers", APP_POD, injected), ...addedTo("initContainers", APP_POD, injected)];

    it("is a template without a problem and without a warning", () => {
      const { problems, warnings } = readSidecarConfiguration({ default: templateOf(preset) });
      assert.deepEqual([...problems, ...warnings].map(formatProblem), []);
    });

    it("is named by a template that is accepted, and warned of nothing but its Secrets", () => {
      const { problems, warnings } = readSidecarConfiguration({ default: template });
      assert.deepEqual([...problems, ...warnings].map(formatProblem), secretWarnings(preset.name));
    });

    it("is accepted by the schema for editors, and so is a template that names it", () => {
      assert.deepEqual(faultsBySchema(templateOf(preset)), []);
      assert.deepEqual(faultsBySchema(template), []);
    });

    it("gives a pattern and words to each of its parameters, among them the image and the resources", () => {
      const { parameters } = preset.template;
      for (const name of ["image", "cpu", "memory"]) assert.ok(Object.hasOwn(parameters, name), name);
      for (const [name, { pattern }] of Object.entries(parameters)) assert.ok(pattern !== undefined, name);
      assert.deepEqual(Object.keys(preset.descriptions).sort(), Object.keys(parameters).sort());
    });

    it("lets no value of a text bring a line, a quote or a bracket into a configuration file", () => {
      for (const [name, { type, pattern }] of Object.entries(preset.template.parameters)) {
        if (type !== undefined && type !== "string") continue;
        for (const hostile of ["a\nb", 'a"b', "a: b", "a'b", "a{b", "a}b", "a[b", "a b", "a,b", "", "${a}", "`a`"])
          assert.equal(RE2JS.compile(pattern ?? "").matches(hostile), false, `${name}: ${JSON.stringify(hostile)}`);
      }
    });

    it("pins its image", () => {
      const image = preset.template.parameters.image?.default;
      assert.match(String(image), /^[a-z0-9.-]+\.[a-z]+\/\S+(:[^:/@]*\d[^:/@]*|@sha256:[0-9a-f]{64})$/);
    });

    it("is injected into an app and into a Job's pod, whose own things stay as they are", () => {
      for (const pod of [APP_POD, JOB_POD]) {
        const decided = decideFor({ default: template }, pod, "shop");
        assert.deepEqual(
          decided.templates.map(({ reason }) => reason),
          ["injected"],
        );
        const changed = injectedPod(pod, decided);
        assertNothingLost(pod, changed);
        assert.equal(decideFor({ default: template }, changed, "shop").patch, undefined);
      }
      assert.deepEqual(decision.warnings, []);
    });

    it("adds only native sidecars and init containers, so that Jobs end and apps can send from the start", () => {
      assert.deepEqual(addedTo("containers", APP_POD, injected), []);
      assert.ok(addedTo("initContainers", APP_POD, injected).some(({ restartPolicy }) => restartPolicy === "Always"));
    });

    it("requests for each of its containers as much as it limits", () => {
      for (const { name, resources } of added) {
        assert.ok(isJsonObject(resources) && isJsonObject(resources.requests));
        assert.deepEqual(resources.requests, resources.limits, text(name));
        assert.deepEqual(Object.keys(resources.requests).sort(), ["cpu", "memory"]);
      }
    });

    it("writes to volumes only, and gives its containers nothing that they do not need", () => {
      for (const { name, securityContext } of added) {
        assert.ok(isJsonObject(securityContext));
        const { runAsUser, runAsGroup, ...others } = securityContext;
        assert.ok(typeof runAsUser === "number" && runAsUser > 0, text(name));
        assert.equal(typeof runAsGroup, "number");
        assert.deepEqual(others, {
          runAsNonRoot: true,
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
          seccompProfile: { type: "RuntimeDefault" },
        });
      }
    });

    it("asks nothing of Fargate that Fargate does not have", () => {
      for (const { name, ...volume } of addedTo("volumes", APP_POD, injected))
        assert.ok("emptyDir" in volume || "downwardAPI" in volume, text(name));
      for (const field of ["hostNetwork", "hostPID", "hostIPC", "runtimeClassName", "nodeSelector"])
        assert.equal(isJsonObject(injected.spec) ? injected.spec[field] : undefined, undefined);
      for (const field of ["hostPort", "hostIP", "privileged", "add", "devices", "volumeDevices", "nvidia.com/gpu"])
        assert.equal(holdsField(added, field), false, field);
    });

    it("needs no object of the namespace but the Secrets that it names", () => {
      for (const field of ["configMap", "configMapRef", "configMapKeyRef", "persistentVolumeClaim", "secretRef"])
        assert.equal(holdsField([...added, ...listAt(injected, "volumes")], field), false, field);
      const used = valuesOf(added, "secretKeyRef").map((reference) =>
        isJsonObject(reference) ? `${text(reference.name)}/${text(reference.key)}` : "",
      );
      const named = preset.secrets.flatMap(({ name, keys }) => keys.map((key) => `${name}/${key}`));
      assert.deepEqual([...new Set(used)].sort(), named.sort());
    });

    it("brings configuration that can be read, with every parameter filled in", () => {
      for (const [key, file] of annotationsOf(injected)) {
        if (key !== `presets.fargate-sidecar-injector/${preset.name}`) continue;
        const read = parseYamlText(file);
        assert.ok("value" in read && isJsonObject(read.value), "error" in read ? read.error : file);
        const left = [...file.matchAll(/\$\{([^}]*)\}/g)].map(([, name]) => name);
        assert.deepEqual(
          left.filter((name) => name !== "POD_NAME" && name !== "env:POD_NAME"),
          [],
        );
      }
    });

    it("tells its region to each container that calls AWS", () => {
      if (preset.policy === undefined) return;
      for (const { env } of added)
        assert.ok(isJsonArray(env) && env.some((each) => isJsonObject(each) && each.name === "AWS_REGION"));
    });
  });

describe("the policies of presets", () => {
  const policies = ALL.flatMap((preset) => (preset.policy === undefined ? [] : [[preset, preset.policy] as const]));

  for (const [preset, policy] of policies)
    it(`${preset.name} allows actions by their names, on all resources only where an action knows none`, () => {
      const { Version, Statement } = policy({ account: "111122223333", region: "eu-west-1" });
      assert.equal(Version, "2012-10-17");
      for (const { Effect, Action, Resource } of Statement) {
        assert.equal(Effect, "Allow");
        for (const action of Action) {
          assert.match(action, /^[a-z]+:[A-Za-z]+$/);
          if (Resource.includes("*")) assert.match(action, WITHOUT_RESOURCES);
        }
        for (const resource of Resource)
          assert.match(resource, /^(\*|arn:aws:logs:eu-west-1:111122223333:log-group:[\w/.#-]+(:\*)?)$/);
      }
      assert.equal(new Set(Statement.map(({ Sid }) => Sid)).size, Statement.length);
    });

  it("are for the log group, the metrics and the partition that they are asked for", () => {
    const scope = { account: "1", region: "cn-north-1", partition: "aws-cn", logGroup: "/a", metricNamespace: "B" };
    const text = JSON.stringify(PRESETS.get("cloudwatch-agent")?.policy?.(scope));
    assert.ok(text.includes("arn:aws-cn:logs:cn-north-1:1:log-group:/a:*"));
    assert.ok(text.includes('"cloudwatch:namespace":"B"'));
  });
});

describe("presets together", () => {
  it("have names of their own for all that they bring, so that one pod can have all of them", () => {
    const templates = Object.fromEntries(
      ALL.map((preset) => [preset.name, { ...completedTemplate(preset), profiles: ["*"] }] as const),
    );
    const { templates: outcomes } = decideFor(templates, APP_POD, "shop");
    assert.deepEqual(
      outcomes.map(({ template, reason }) => [template, reason]),
      ALL.map(({ name }) => [name, "injected"]).sort(),
    );
  });

  it("leave a pod alone for which nobody gave the region, rather than guess one", () => {
    for (const { name, template } of ALL) {
      if (!Object.hasOwn(template.parameters, "region")) continue;
      const decided = decideFor({ default: { preset: name } }, APP_POD, "shop");
      assert.equal(decided.patch, undefined);
      assert.deepEqual(
        decided.templates.map(({ reason }) => reason),
        ["bad-parameter"],
      );
    }
  });

  it("take up no name of a field that says which pods a template is for", () => {
    for (const { template } of ALL)
      for (const name of ["profiles", "namespaces", "podSelector", "optIn", "order"])
        assert.equal(Object.hasOwn(template.parameters, name), false);
  });
});

/** Source: Service Authorization Reference, "AWS X-Ray" and "Amazon CloudWatch". */
const WITHOUT_RESOURCES = /^(xray:(Put(TraceSegments|TelemetryRecords)|GetSampling\w+)|cloudwatch:PutMetricData)$/;

/** As the parser takes it. */
function templateOf({ template }: Preset): JsonObject {
  const json: unknown = JSON.parse(JSON.stringify(template));
  assert.ok(isJsonObject(json));
  return json;
}

function annotationsOf({ metadata }: JsonObject): readonly (readonly [string, string])[] {
  const annotations = isJsonObject(metadata) && isJsonObject(metadata.annotations) ? metadata.annotations : {};
  return Object.entries(annotations).map(([key, value]) => [key, text(value)]);
}

function holdsField(value: JsonValue, field: string): boolean {
  return valuesOf(value, field).length > 0;
}

/** What stands in the fields of that name, however deep. */
function valuesOf(value: JsonValue | undefined, field: string): readonly JsonValue[] {
  if (isJsonArray(value)) return value.flatMap((item) => valuesOf(item, field));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key === field && inner !== undefined ? [inner] : []),
    ...valuesOf(inner, field),
  ]);
}

function text(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
