import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { appMeshBody } from "../../../injection/appMesh/appMeshBody";
import { parseAppMeshBody } from "../../../injection/appMesh/parseAppMeshBody";
import { formatProblem, type Problem } from "../../../injection";
import { assertShows, fixtures } from "./fixtures";
import { podOf, templateOf } from "./pods";

describe("what a pod gets of App Mesh, beside what AWS's injectors give it", () => {
  for (const { name, claim, settings, nativeSidecars, namespace, pod, ours } of fixtures())
    describe(name, () => {
      const result = appMeshBody(templateOf(settings), { nativeSidecars }, podOf(pod, namespace));

      it(claim, () => {
        if (ours.kind === "reason") {
          assert.ok("reason" in result, JSON.stringify(result));
          assert.equal(result.reason, ours.reason);
          assert.ok(result.detail.includes(ours.detail), result.detail);
          return;
        }
        assert.ok("body" in result, JSON.stringify(result));
        if (ours.kind === "body") assert.deepEqual(result.body, ours.body);
        else assertShows(result.body, ours.shows, "body");
        assert.deepEqual(result.podVolumes, ours.podVolumes);
      });

      if ("body" in result)
        it("is a template without problems, which brings no volume of the pod", () => {
          const problems: Problem[] = [];
          const { spec } = parseAppMeshBody(result, "mesh", (path, message) => void problems.push({ path, message }));
          assert.deepEqual(problems.map(formatProblem), []);
          assert.deepEqual(
            spec.volumes.filter((volume) => result.podVolumes.includes(volume.name)),
            [],
          );
        });
    });

  it("is shown for at least 25 pods, most of which differ on purpose", () => {
    const all = fixtures();
    assert.ok(all.length >= 25);
    assert.ok(all.filter(({ differences }) => differences.length > 0).length > all.length / 2);
  });
});
