import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem, parseSidecarConfiguration } from "../../../injection";

describe("two templates of kind appmesh", () => {
  const mesh = (selection: string): string => `{kind: appmesh, mesh: my-mesh, region: eu-west-1, ${selection}}`;
  const warningsOf = (a: string, b: string): readonly string[] =>
    parseSidecarConfiguration({ a: mesh(a), b: mesh(b) }).warnings.map(formatProblem);

  it("are warned of where both can be for one pod", () => {
    assert.deepEqual(warningsOf('namespaces: ["shop-*"]', 'namespaces: ["*-test"]'), [
      'b: template "a" can be for the same pods and goes first; they get "conflict" for "b" where both bring Envoy',
    ]);
  });

  it("are not where they are for pods of other namespaces or labels", () => {
    assert.deepEqual(warningsOf("namespaces: [shop]", "namespaces: [team]"), []);
    assert.deepEqual(
      warningsOf("podSelector: {matchLabels: {app: a}}", "podSelector: {matchLabels: {app: gateway}}"),
      [],
    );
  });
});
