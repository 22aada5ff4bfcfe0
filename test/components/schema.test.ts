import assert from "node:assert/strict";
import { join } from "node:path";
import { ComponentProvider, getPulumiComponents } from "@pulumi/pulumi/provider/experimental";
import { before, describe, it } from "mocha";
import * as components from "../../components";

interface Schema {
  resources: Record<
    string,
    { isComponent: boolean; description?: string; inputProperties: Properties; properties: Properties }
  >;
  types: Record<string, { properties: Properties }>;
}
type Properties = Record<string, { description?: string }>;

describe("the package's schema for other languages", function () {
  // The analyzer compiles the whole package.
  this.timeout(60_000);
  let schema: Schema;
  before(async () => {
    const provider = new ComponentProvider({
      name: "fargate-sidecar-injector",
      components: getPulumiComponents(components),
      dirname: join(__dirname, "..", ".."),
    });
    schema = JSON.parse(await provider.getSchema()) as Schema;
  });

  it("has every component under the token that it registers with", () => {
    assert.deepEqual(Object.keys(schema.resources).sort(), [
      "fargate-sidecar-injector:index:FargateCluster",
      "fargate-sidecar-injector:index:InjectedFargateCluster",
      "fargate-sidecar-injector:index:SidecarInjector",
      "fargate-sidecar-injector:index:WebhookCertificates",
      "fargate-sidecar-injector:index:WebhookImage",
      "fargate-sidecar-injector:index:WorkloadRole",
    ]);
  });

  it("describes every component, input and output", () => {
    const undescribed = [
      ...Object.entries(schema.resources).flatMap(([token, { description, inputProperties, properties }]) => [
        ...(description === undefined ? [token] : []),
        ...withoutDescription(token, inputProperties),
        ...withoutDescription(token, properties),
      ]),
      ...Object.entries(schema.types).flatMap(([token, { properties }]) => withoutDescription(token, properties)),
    ];
    assert.deepEqual(undescribed, []);
  });
});

function withoutDescription(token: string, properties: Properties): string[] {
  return Object.entries(properties)
    .filter(([, { description }]) => description === undefined || description === "")
    .map(([property]) => `${token}.${property}`);
}
