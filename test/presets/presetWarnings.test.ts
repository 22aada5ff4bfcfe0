import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem } from "../../injection";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";

const REGION =
  "default.parameters.region: has no default, so a pod must have the annotation presets.fargate-sidecar-injector/region " +
  "or is left without the template (bad-parameter); give a default, or name the annotation here where that is meant";
const SECRET = "default.preset: needs the Secret datadog-secret (api-key) in the namespace of each pod";
const OWN_FILE = `preset: fluent-bit
metadata: {annotations: {presets.fargate-sidecar-injector/fluent-bit: "pipeline: {inputs: []}"}}
`;
const OWN_SECRET = `preset: datadog-agent
parameters: {clusterName: {default: shop}}
spec:
  initContainers:
    - {name: datadog-config-init, env: [{name: DD_API_KEY, valueFrom: {secretKeyRef: {name: datadog}}}]}
  sidecars:
    - {name: datadog-agent, env: [{name: DD_API_KEY, valueFrom: {secretKeyRef: {name: datadog}}}]}
    - {name: datadog-trace-agent, env: [{name: DD_API_KEY, valueFrom: {secretKeyRef: {name: datadog}}}]}
`;

describe("a template on a preset is warned of", () => {
  const rows: readonly (readonly [claim: string, templates: Readonly<Record<string, string>>, ...string[]])[] = [
    ["a parameter to which only pods give a value", { default: "preset: fluent-bit" }, REGION],
    ["nothing where it has a default", { default: "preset: fluent-bit\nparameters: {region: {default: eu-west-1}}" }],
    [
      "nothing where it names the annotation itself",
      { default: "preset: fluent-bit\nparameters: {region: {annotation: example.com/region}}" },
    ],
    [
      "nothing where it leaves a parameter of the preset without a use",
      { default: OWN_FILE + "parameters: {region: {default: eu-west-1}}" },
    ],
    [
      "a parameter of its own without a use",
      { default: OWN_FILE + "parameters: {region: {default: eu-west-1}, logGroup: {default: /shop}}" },
      "default.parameters.logGroup: is used nowhere in metadata or spec",
    ],
    [
      "a misspelt parameter, and which one it is meant for",
      { default: "preset: fluent-bit\nparameters: {regoin: {default: eu-west-1}}" },
      'default.parameters.regoin: is used nowhere in metadata or spec; did you mean "region"?',
      REGION,
    ],
    [
      "a Secret that must be in each namespace",
      { default: "preset: datadog-agent\nparameters: {clusterName: {default: shop}}" },
      SECRET,
    ],
    ["nothing where it takes another Secret", { default: OWN_SECRET }],
    [
      "both where another preset stands in between, which is told nothing itself",
      {
        agent: "{kind: preset, preset: datadog-agent, parameters: {clusterName: {default: shop}}}",
        region: "{kind: preset, preset: fluent-bit}",
        default: "preset: agent",
        logs: "preset: region",
      },
      SECRET,
      REGION.replace("default.", "logs."),
    ],
  ];
  for (const [claim, templates, ...expected] of rows)
    it(claim, () => {
      const { problems, warnings } = readSidecarConfiguration(templates);
      assert.deepEqual(problems.map(formatProblem), []);
      assert.deepEqual(warnings.map(formatProblem), expected);
    });

  it("nothing of what is its own, though no default is there", () => {
    const own = 'parameters: {x: {label: x}}\nspec: {containers: [{name: a, image: "b:${x}"}]}';
    assert.deepEqual(readSidecarConfiguration({ default: own }).warnings, []);
  });
});
