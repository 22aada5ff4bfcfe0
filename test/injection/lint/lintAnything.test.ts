import fc from "fast-check";
import { describe, it } from "mocha";
import { readPod } from "../../../injection/kubernetes/readPod";
import { parseTemplateBody } from "../../../injection/configuration/templateBody";
import type { JsonObject, JsonValue } from "../../../injection/json";
import { lintPod } from "../../../injection/lint/lintPod";
import { lintTemplate } from "../../../injection/lint/lintTemplate";
import { lintWholePod } from "../../../injection/lint/lintWholePod";
import { isRuleCode } from "../../../injection/lint/rules";
import { anyJson, arbitraryPod } from "../arbitraryPods";

/** Fields that a rule looks at, each with anything in it. */
function withAnything(fields: readonly string[]): fc.Arbitrary<JsonObject> {
  const value = fc.oneof(
    anyJson,
    fc.constantFrom<JsonValue[]>(true, [{}], [null], { add: [1] }, { limits: { cpu: {} } }),
  );
  return fc.record(Object.fromEntries(fields.map((field) => [field, value])), { requiredKeys: [] });
}

const container = withAnything(
  "image securityContext ports resources volumeDevices env envFrom command args lifecycle restartPolicy".split(" "),
).map((fields) => ({ ...fields, name: "app" }));
const volume = withAnything(["projected", "csi", "emptyDir"]).map((fields) => ({ ...fields, name: "data" }));
const spec = fc
  .tuple(
    withAnything("hostNetwork os nodeSelector affinity resources overhead".split(" ")),
    fc.array(container, { minLength: 1, maxLength: 2 }),
    fc.array(volume, { maxLength: 2 }),
  )
  .map(([fields, containers, volumes]) => ({ ...fields, containers, initContainers: containers, volumes }));

describe("lint rules, on anything at all,", () => {
  it("tell of pods what they find by codes that are in the list", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          arbitraryPod,
          spec.map((each) => ({ metadata: {}, spec: each })),
        ),
        (pod) => {
          const view = readPod(pod);
          const found = [...("fault" in view ? [] : lintPod(view)), ...lintWholePod(pod)];
          return found.every(({ rule, path, message }) => isRuleCode(rule) && path !== "" && message.length < 250);
        },
      ),
    );
  });

  it("tell of templates what they find by codes that are in the list", () => {
    fc.assert(
      fc.property(spec, (each) => {
        const body = parseTemplateBody({ spec: { ...each, sidecars: each.containers } }, "default", () => undefined);
        return lintTemplate(body, "default").every(({ rule, path }) => isRuleCode(rule) && path.startsWith("default."));
      }),
    );
  });
});
