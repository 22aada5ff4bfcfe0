import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  clusterFeatures,
  compileConfiguration,
  decide,
  FARGATE_PROFILE_LABEL,
  FARGATE_SCHEDULER,
  formatProblem,
  isJsonObject,
  parseSidecarConfiguration,
  type JsonObject,
  type Problem,
} from "../../../injection";
import { appMeshBody, type AppMeshBody } from "../../../injection/appMesh/appMeshBody";
import { parseAppMeshBody } from "../../../injection/appMesh/parseAppMeshBody";
import { findFault } from "../../../injection/decision/checkPod";
import { assertNothingLost, injectedPod } from "../injectedPod";
import { meshedPod, meshSettings } from "./arbitraryMesh";
import { podOf, podOn, templateOf } from "./pods";

const NAMESPACE = "shop";

describe("whatever a pod says to App Mesh, and whatever the settings are", function () {
  this.timeout(30_000);

  it("there is a reason with words, or a template without problems", () => {
    const found = new Map<string, number>();
    check(
      fc.property(meshedPod, meshSettings, fc.boolean(), (pod, settings, nativeSidecars) => {
        const result = appMeshBody(templateOf(settings), { nativeSidecars }, podOf(pod, NAMESPACE));
        const kind = "reason" in result ? result.reason : "body";
        found.set(kind, (found.get(kind) ?? 0) + 1);
        if ("reason" in result) assert.notEqual(result.detail, "");
        else assert.deepEqual(problemsOf(result), []);
      }),
    );
    // Every outcome was met, so that the property says something of each.
    const outcomes = [
      "bad-annotation",
      "body",
      "no-ports",
      "no-virtual-node",
      "not-opted-in",
      "not-supported-on-fargate",
      "opted-out",
    ];
    assert.deepEqual([...found.keys()].sort(), outcomes);
  });

  it("the same pod with the same settings gets the same, and is not touched", () => {
    check(
      fc.property(meshedPod, meshSettings, (pod, settings) => {
        const text = JSON.stringify(pod);
        const [once, twice] = [1, 2].map(() =>
          JSON.stringify(appMeshBody(templateOf(settings), { nativeSidecars: true }, podOf(pod, NAMESPACE))),
        );
        assert.equal(once, twice);
        assert.equal(JSON.stringify(pod), text);
      }),
    );
  });

  it("the engine puts it into the pod, loses nothing, and finds the same body again in what it made", () => {
    check(
      fc.property(meshedPod, meshSettings, fc.boolean(), fc.boolean(), (anyPod, settings, isNative, isOnFargate) => {
        const pod = onFargate(anyPod);
        fc.pre(findFault(pod) === undefined);
        const template = templateOf(settings);
        const bodyOf = (it: JsonObject) =>
          appMeshBody(template, { nativeSidecars: isNative }, podOn(isOnFargate ? "mesh" : "", it, NAMESPACE));
        const result = bodyOf(pod);
        // The engine knows templates of this kind only as ordinary ones here, which mount nothing of the pod's own and
        // have parameters. It knows them on Fargate alone.
        fc.pre("body" in result && result.podVolumes.length === 0 && !JSON.stringify(result.body).includes("${"));
        const after = injected(pod, result.body, isNative);
        assertNothingLost(pod, after);
        assert.equal(findFault(after), undefined);
        assert.deepEqual(bodyOf(after), result);
        assert.deepEqual(injected(after, result.body, isNative), after);
      }),
    );
  });
});

function check<Values>(property: fc.IPropertyWithHooks<Values>): void {
  fc.assert(property, { numRuns: 1_000 });
}

function problemsOf(body: AppMeshBody): readonly string[] {
  const problems: Problem[] = [];
  parseAppMeshBody(body, "mesh", (path, message) => void problems.push({ path, message }));
  return problems.map(formatProblem);
}

function onFargate({ metadata, spec }: JsonObject): JsonObject {
  assert.ok(isJsonObject(metadata) && isJsonObject(spec) && isJsonObject(metadata.labels));
  return {
    metadata: { ...metadata, labels: { ...metadata.labels, [FARGATE_PROFILE_LABEL]: "mesh" } },
    spec: { ...spec, schedulerName: FARGATE_SCHEDULER },
  };
}

function injected(pod: JsonObject, body: JsonObject, nativeSidecars: boolean): JsonObject {
  const configuration = parseSidecarConfiguration({ mesh: body });
  assert.deepEqual(configuration.problems.map(formatProblem), []);
  const features = clusterFeatures(nativeSidecars ? "1.36" : "1.28");
  assert.ok(features !== undefined);
  return injectedPod(pod, decide(pod, NAMESPACE, compileConfiguration(configuration, features)));
}
