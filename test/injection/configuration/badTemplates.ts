import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem, parseSidecarConfiguration } from "../../../injection";

/** Something wrong, and the lines that tell of it. The place that they all begin with is left out of them. */
export type BadRow = readonly [claim: string, yaml: string, ...problems: readonly string[]];

/** One test a row: a whole template. The lines begin behind the template's name. */
export function describeBadTemplates(title: string, rows: readonly BadRow[]): void {
  describeRows(title, rows, "default", (yaml) => yaml);
}

/** One test a row: further fields of the container "a", whose template has the emptyDir "log". */
export function describeBadContainers(title: string, rows: readonly BadRow[]): void {
  describeRows(
    title,
    rows,
    "default.spec.containers[0]",
    (fields) => `spec: {containers: [{name: a, image: b, ${fields}}], volumes: [{name: log, emptyDir: {}}]}`,
  );
}

/** One test a row: further fields of the volume "a". */
export function describeBadVolumes(title: string, rows: readonly BadRow[]): void {
  describeRows(title, rows, "default.spec.volumes[0]", (fields) => `spec: {volumes: [{name: a, ${fields}}]}`);
}

function describeRows(title: string, rows: readonly BadRow[], place: string, template: (yaml: string) => string): void {
  describe(title, () => {
    for (const [claim, yaml, ...problems] of rows)
      it(claim, () => {
        const configuration = parseSidecarConfiguration({ default: template(yaml) });
        assert.deepEqual(
          configuration.problems.map(formatProblem),
          problems.map((problem) => `${place}${problem}`),
        );
        assert.deepEqual(configuration.templates, []);
        assert.deepEqual(
          configuration.invalid.map(({ name }) => name),
          ["default"],
        );
      });
  });
}
