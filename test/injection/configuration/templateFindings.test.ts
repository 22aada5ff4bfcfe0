import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseSidecarConfiguration } from "../../../injection";

const PRIVILEGED = "spec: {containers: [{name: a, image: b:1, securityContext: {privileged: true}}]}";
const PATH = "default.spec.containers[0].securityContext.privileged";

describe("the findings of a sidecar configuration", () => {
  it("are no problems: the template stays valid", () => {
    const { templates, problems, warnings, findings } = parseSidecarConfiguration({ default: PRIVILEGED });
    assert.deepEqual([templates.length, problems, warnings], [1, [], []]);
    assert.deepEqual(findings.map(({ rule, path, level }) => ({ rule, path, level })), [
      { rule: "privileged", path: PATH, level: "error" },
    ]); // prettier-ignore
  });

  it("are as loud as the template says, else the settings, else the rule", () => {
    const own = (level: string): string => `lint: {privileged: ${level}}\n${PRIVILEGED}`;
    assert.deepEqual(found({ default: own("warn") }), [`warn ${PATH}`]);
    assert.deepEqual(found({ _settings: "lint: {privileged: warn}", default: PRIVILEGED }), [`warn ${PATH}`]);
    assert.deepEqual(found({ _settings: "lint: {privileged: off}", default: own("error") }), [`error ${PATH}`]);
    assert.deepEqual(found({ _settings: "lint: {privileged: error}", default: own("off") }), []);
  });

  it("may be off in a preset, for the templates that are built on it", () => {
    const data = { base: `kind: preset\nlint: {privileged: off}\n${PRIVILEGED}`, default: "preset: base" };
    assert.deepEqual(found(data), []);
    assert.deepEqual(found({ ...data, default: "preset: base\nlint: {privileged: }" }), [`error ${PATH}`]);
  });

  it("are none of what no pod gets: presets and templates with a problem", () => {
    assert.deepEqual(found({ base: `kind: preset\n${PRIVILEGED}`, default: `order: x\n${PRIVILEGED}` }), []);
  });

  it("hold the default of a parameter for what pods get, and an example for nothing", () => {
    const template = (parameter: string): string =>
      `parameters: {root: {annotation: root, type: boolean${parameter}}}\n${PRIVILEGED.replace("true", '"${root}"')}`;
    assert.deepEqual(found({ default: template(", default: true") }), [`error ${PATH}`]);
    assert.deepEqual(found({ default: template(", default: false") }), []);
    assert.deepEqual(found({ default: template("") }), []);
  });

  it("are found beside parameters all the same", () => {
    const parameters = "parameters: {tag: {annotation: tag}}";
    assert.deepEqual(found({ default: `${parameters}\n${PRIVILEGED.replace("b:1", '"b:${tag}"')}` }), [
      `error ${PATH}`,
    ]);
  });
});

describe("the levels of rules in a template", () => {
  it("may be given in one of kind appmesh", () => {
    const mesh = "kind: appmesh\nmesh: shop\nregion: eu-west-1\nlint: {image-tag: off}";
    const { appMeshTemplates, problems } = parseSidecarConfiguration({ mesh });
    assert.deepEqual(problems, []);
    assert.deepEqual([...(appMeshTemplates[0]?.lint ?? [])], [["image-tag", "off"]]);
  });

  it("are refused where there is no such rule", () => {
    const { problems } = parseSidecarConfiguration({ default: `lint: {host-prot: warn}\n${PRIVILEGED}` });
    assert.deepEqual(problems, [
      { path: "default.lint.host-prot", message: 'no lint rule; did you mean "host-port"?' },
    ]);
  });

  it("make no other version of the template: its pods stay as they are", () => {
    const hashOf = (template: string): string | undefined =>
      parseSidecarConfiguration({ default: template }).templates[0]?.hash;
    assert.equal(hashOf(`lint: {privileged: warn}\n${PRIVILEGED}`), hashOf(PRIVILEGED));
    assert.notEqual(hashOf(`sizing: {fit: true}\n${PRIVILEGED}`), hashOf(PRIVILEGED));
  });
});

function found(data: Readonly<Record<string, string>>): readonly string[] {
  return parseSidecarConfiguration(data).findings.map(({ level, path }) => `${level} ${path}`);
}
