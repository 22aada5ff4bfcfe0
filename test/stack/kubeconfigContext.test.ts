import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, before, describe, it } from "mocha";
import { formatProblem } from "../../injection/problem";
import { kubeconfigProblems } from "../../stack/kubeconfigContext";

const withContexts = (...names: string[]): string => JSON.stringify({ contexts: names.map((name) => ({ name })) });

describe("the kubeconfig of a stack", () => {
  let directory: string;
  let files: string[];
  before(() => {
    directory = mkdtempSync(join(tmpdir(), "kubeconfig-"));
    files = ["one", "two"].map((name) => {
      const file = join(directory, name);
      writeFileSync(file, withContexts(name));
      return file;
    });
  });
  after(() => {
    rmSync(directory, { recursive: true });
  });

  const problems = (kubeconfig?: string, context?: string, KUBECONFIG = files.join(delimiter)): string[] =>
    kubeconfigProblems(kubeconfig, context, { KUBECONFIG }).map(formatProblem);

  it("may be content, a file, or the files of kubectl, and have any context of theirs or the current one", () => {
    assert.deepEqual(problems(withContexts("here"), "here"), []);
    assert.deepEqual(problems("apiVersion: v1\ncontexts: [{name: here}]\n", "here"), []);
    assert.deepEqual(problems(files[0], "one"), []);
    assert.deepEqual(problems(undefined, "one"), []);
    assert.deepEqual(problems(undefined, "two"), []);
    assert.deepEqual(problems(files[0]), []);
  });

  it("is told the contexts that there are where it does not have the one that is named", () => {
    assert.deepEqual(problems(undefined, "three"), [
      `context: "three" is not in ${files.join(" and ")}, which has one, two`,
    ]);
    assert.deepEqual(problems(withContexts(), "here"), ['context: "here" is not in the kubeconfig, which has none']);
  });

  it("is refused where it is not there, or is none, without a word of what it says", () => {
    const message = "kubeconfig: is neither a file that exists nor the content of a kubeconfig";
    for (const wrong of [join(directory, "three"), "password: secret", "[", "{contexts: none}"])
      assert.deepEqual(problems(wrong, "here"), [message]);
    assert.deepEqual(problems(undefined, "here", join(directory, "three")), [
      "context: there is no kubeconfig, neither at $KUBECONFIG nor at ~/.kube/config",
    ]);
  });
});
