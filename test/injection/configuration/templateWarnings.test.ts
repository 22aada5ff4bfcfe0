import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem, parseSidecarConfiguration } from "../../../injection";

describe("a configuration is warned of", () => {
  const rows: readonly (readonly [claim: string, yaml: string, ...warnings: readonly string[]])[] = [
    [
      "a placeholder that is nearly a parameter",
      'parameters: {logLevel: {label: l, default: info}}\nspec: {containers: [{name: a, image: "b:${logLevel}", workingDir: "/${loglevel}"}]}',
      "default.spec.containers[0].workingDir: ${loglevel} is no parameter and stays as it is; did you mean ${logLevel}?",
    ],
    [
      "a placeholder that is nearly one that every template has",
      'spec: {containers: [{name: a, image: b, workingDir: "/${pod.namspace}"}]}',
      "default.spec.containers[0].workingDir: ${pod.namspace} is no parameter and stays as it is; did you mean ${pod.namespace}?",
    ],
    [
      "a placeholder for what is known only after admission",
      'spec: {containers: [{name: a, image: b, args: ["${pod.nodeName} ${metadata.name} ${status.podIP}", "$${pod.name}"]}]}',
      "default.spec.containers[0].args[0]: ${pod.nodeName} stays as it is: it is known only after admission; use an environment variable with fieldRef: spec.nodeName",
      "default.spec.containers[0].args[0]: ${metadata.name} stays as it is: it is known only after admission; use an environment variable with fieldRef: metadata.name",
      "default.spec.containers[0].args[0]: ${status.podIP} stays as it is: it is known only after admission; use an environment variable with fieldRef: status.podIP",
    ],
    [
      "a pattern that is held to one end alone",
      `parameters:
  arn: {label: a, pattern: "^arn:"}
  host: {label: b, pattern: '[.]example[.]com$'}
  whole: {label: c, pattern: "^(a|b)$"}
  either: {label: d, pattern: "a|b"}
  open: {label: e, pattern: "^a.*"}
  price: {label: f, pattern: '1[$]|2\\$'}
spec: {containers: [{name: a, image: b, workingDir: "/\${arn}\${host}\${whole}\${either}\${open}\${price}"}]}`,
      "default.parameters.arn.pattern: matches whole values only, with or without ^ and $; for values that begin like this, write ^arn:.*",
      "default.parameters.host.pattern: matches whole values only, with or without ^ and $; for values that end like this, write .*[.]example[.]com$",
    ],
    [
      "parts of a byte, which the API server warns of as well",
      "spec: {containers: [{name: a, image: b, resources: {requests: {memory: 64m, cpu: 64m}, limits: {memory: 64Mi, ephemeral-storage: 0.5}}}]}",
      "default.spec.containers[0].resources.requests.memory: 64m is no whole number of bytes; give one such as 64Mi",
      "default.spec.containers[0].resources.limits.ephemeral-storage: 0.5 is no whole number of bytes; give one such as 64Mi",
    ],
    [
      "a level of a lint rule that is said of pods alone",
      'lint: {node-selector: "off", image-tag: "off"}\nspec: {containers: [{name: a, image: b}]}',
      "default.lint.node-selector: has no effect: it is said of pods alone; set it in _settings",
    ],
    [
      "a parameter that is used nowhere",
      "parameters: {team: {label: team, default: web}}\nspec: {containers: [{name: a, image: b}]}",
      "default.parameters.team: is used nowhere in metadata or spec",
    ],
    [
      "a command that whoever creates a pod writes",
      'parameters: {x: {annotation: x, default: a}}\nspec: {containers: [{name: a, image: b, command: [sh, -c, "run ${x}"]}]}',
      "default.spec.containers[0].command[2]: ${x} has no pattern: whoever creates a pod can write anything into this command",
    ],
    [
      "a hook that whoever creates a pod writes",
      'parameters: {x: {label: x, default: a}}\nspec: {containers: [{name: a, image: b, lifecycle: {preStop: {exec: {command: ["${x}"]}}}}]}',
      "default.spec.containers[0].lifecycle.preStop.exec.command[0]: ${x} has no pattern: whoever creates a pod can write anything into this command",
    ],
    [
      "nothing where a pattern says what may come into a command",
      'parameters: {x: {annotation: x, default: a, pattern: "[a-z]+"}}\nspec: {containers: [{name: a, image: b, args: ["${x}"]}]}',
    ],
    [
      "nothing where only a number can come into a command, or only the default",
      'parameters: {x: {annotation: x, type: integer, default: 1}, z: {default: a}}\nspec: {containers: [{name: a, image: b, args: ["${x} ${z}"]}]}',
    ],
    [
      "nothing where other languages have placeholders of their own",
      'parameters: {level: {default: info}}\nspec: {containers: [{name: a, image: b, args: ["${HOME} ${env:LEVEL} ${LEVEL} ${level}"]}]}',
    ],
  ];
  for (const [claim, yaml, ...expected] of rows)
    it(claim, () => {
      const { problems, warnings } = parseSidecarConfiguration({ default: yaml });
      assert.deepEqual(problems, []);
      assert.deepEqual(warnings.map(formatProblem), expected);
    });

  const keys: readonly (readonly [key: string, warning: string])[] = [
    ["default.yaml", 'no Fargate profile has this name; call the key "default", or give profiles'],
    ["team-a.yml", 'no Fargate profile has this name; call the key "team-a", or give profiles'],
    ["fluent.bit", "no Fargate profile has this name; give profiles"],
    ["_others", "no Fargate profile has this name; give profiles"],
    ["_ALL", 'is for a Fargate profile of this name only; for every profile, call the key "_all"'],
    ["all", 'is for a Fargate profile of this name only; for every profile, call the key "_all"'],
  ];
  for (const [key, warning] of keys)
    it(`the key ${key}, unless it says for which profiles it is`, () => {
      const template = "spec: {containers: [{name: a, image: b}]}";
      assert.deepEqual(parseSidecarConfiguration({ [key]: template }).warnings, [{ path: key, message: warning }]);
      assert.deepEqual(parseSidecarConfiguration({ [key]: `profiles: [default]\n${template}` }).warnings, []);
    });

  it("two templates that cannot both go into a pod", () => {
    const { warnings } = parseSidecarConfiguration({
      a: "profiles: [default]\nspec: {containers: [{name: agent, image: one}]}",
      b: "profiles: [default]\nspec: {containers: [{name: agent, image: two}]}",
      c: "profiles: [other]\nspec: {containers: [{name: agent, image: three}]}",
    });
    assert.equal(warnings.length, 1);
    assert.equal(warnings[0]?.path, "b.spec.containers[0]");
  });
});

describe("a template with parameters is accepted", () => {
  const rows: readonly (readonly [claim: string, yaml: string])[] = [
    [
      "where two ports of the host differ from pod to pod",
      `parameters: {x: {label: x, type: integer}, z: {label: z, type: integer}}
spec: {containers: [{name: a, image: b, ports: [{containerPort: 1, hostPort: "\${x}"}]}, {name: c, image: b, ports: [{containerPort: 2, hostPort: "\${z}"}]}]}`,
    ],
    [
      "where a name of a pod's own could be that of another container",
      'parameters: {x: {label: x}}\nspec: {containers: [{name: "${x}", image: b}, {name: a, image: b}]}',
    ],
    [
      "where two mounts differ from pod to pod",
      `parameters: {x: {label: x}, z: {label: z}}
spec: {volumes: [{name: v}], containers: [{name: a, image: b, volumeMounts: [{name: v, mountPath: "/\${x}"}, {name: v, mountPath: "/\${z}"}, {name: v, mountPath: /a}]}]}`,
    ],
    [
      "where privileges differ from pod to pod",
      'parameters: {x: {label: x, type: boolean}}\nspec: {containers: [{name: a, image: b, securityContext: {privileged: "${x}", allowPrivilegeEscalation: false}}]}',
    ],
    [
      "where requests and limits differ from pod to pod",
      `parameters: {x: {label: x, type: quantity}, z: {label: z, type: quantity}}
spec: {containers: [{name: a, image: b, resources: {requests: {cpu: "\${x}", memory: 2Gi}, limits: {cpu: 1m, memory: "\${z}"}}}]}`,
    ],
    [
      "where text, numbers and booleans stand where they may",
      `parameters: {x: {label: x}, num: {label: num, type: integer}, b: {label: b, type: boolean}}
metadata: {labels: {a: "\${x}"}, annotations: {b: "\${num}"}}
spec:
  native: always
  hostAliases: [{ip: "\${x}", hostnames: ["\${x}"]}]
  securityContext: {runAsUser: "\${num}", runAsNonRoot: "\${b}"}
  volumes: [{name: "\${x}", secret: {secretName: "\${x}"}}]
  imagePullSecrets: [{name: "\${x}"}]
  appContainers: [{names: ["\${x}-*"], env: [{name: A, value: "\${b}"}], volumeMounts: [{name: "\${x}", mountPath: /x}]}]`,
    ],
  ];
  for (const [claim, yaml] of rows)
    it(claim, () => {
      assert.deepEqual(parseSidecarConfiguration({ default: yaml }).problems.map(formatProblem), []);
    });

  it("and hashed with its parameters", () => {
    const hashes = ["a", "b"].map((value) => {
      const yaml = `parameters: {x: {default: ${value}}}\nspec: {containers: [{name: c, image: "\${x}"}]}`;
      return parseSidecarConfiguration({ default: yaml }).templates[0]?.hash;
    });
    assert.notEqual(hashes[0], hashes[1]);
  });
});
