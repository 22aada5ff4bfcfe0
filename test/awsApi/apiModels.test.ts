import assert from "node:assert/strict";
import { describe } from "mocha";
import { javaPattern } from "../../local/awsApi/javaPattern";
import type { ServiceModel, Shape } from "../../local/awsApi/serviceModel";
import { EXAMPLE_CALLS, exampleCall } from "./exampleCalls";
import { itWithApiModels } from "./withApiModels";

/** What an example call has, with another value at the path. */
function changed(parameters: object, [name = "", ...path]: readonly string[], value: unknown): object {
  const inner: unknown = Reflect.get(parameters, name);
  const next =
    path.length === 0 ? value : changed(typeof inner === "object" && inner !== null ? inner : {}, path, value);
  return Array.isArray(parameters)
    ? parameters.map((each: unknown, index) => (String(index) === name ? next : each))
    : { ...parameters, [name]: next };
}

function shown(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value).slice(0, 40);
}

/** Reads everything that parameters of the service's actions may contain. */
function readAll(model: ServiceModel): void {
  const seen = new Set<string>();
  const readNamed = (name: string): void => {
    if (seen.has(name)) return;
    seen.add(name);
    read(model.shape(name));
  };
  const read = (shape: Shape | undefined): void => {
    if (shape?.kind === "structure") shape.members.forEach(readNamed);
    if (shape?.kind === "list") readNamed(shape.element);
    if (shape?.kind === "map") [shape.key, shape.value].forEach(readNamed);
    if (shape?.kind === "string" && shape.pattern !== undefined) javaPattern(shape.pattern);
  };
  for (const action of model.actions) read(model.parametersOf(action));
}

describe("the models of AWS's services", () => {
  itWithApiModels("take calls as a stack of this package makes them", (models) => {
    assert.deepEqual(models.problems(EXAMPLE_CALLS), []);
  });

  const wrong: readonly (readonly [action: string, path: string, value: unknown, sentence: RegExp])[] = [
    [
      "CreateFargateProfile",
      "selector",
      [],
      /^eks\.CreateFargateProfile: selector: is not a parameter, did you mean selectors\?$/,
    ],
    ["CreateFargateProfile", "podExecutionRoleArn", undefined, /: podExecutionRoleArn: is required$/],
    ["CreateFargateProfile", "subnets", "subnet-1", /: subnets: the string "subnet-1" where a list is expected$/],
    [
      "CreateFargateProfile",
      "selectors.1.labels",
      ["a"],
      /: selectors\[1\]\.labels: a list where an object is expected$/,
    ],
    [
      "CreateFargateProfile",
      "selectors.0.namespace",
      1,
      /: selectors\[0\]\.namespace: the number 1 where a text is expected$/,
    ],
    ["CreateFargateProfile", "tags", { a: "v".repeat(257) }, /: tags\.a: 257 characters, more than 256$/],
    ["CreateFargateProfile", "tags", { ["k".repeat(129)]: "" }, /: tags\{key "k+"\}: 129 characters, more than 128$/],
    ["CreateFargateProfile", "tags", {}, /: tags: 0 entries, fewer than 1$/],
    ["CreateCluster", "name", "my.cluster", /: name: the string "my\.cluster" does not match \^\[0-9A-Za-z\]/],
    ["CreateCluster", "name", "a".repeat(101), /: name: 101 characters, more than 100$/],
    [
      "CreateCluster",
      "accessConfig.authenticationMode",
      "Api",
      /Mode: the string "Api" is not one of API, API_AND_CONFIG_MAP/,
    ],
    [
      "CreateCluster",
      "deletionProtection",
      "no",
      /: deletionProtection: the string "no" where true or false is expected$/,
    ],
    ["CreateCluster", "encryptionConfig", [{}, {}], /: encryptionConfig: 2 elements, more than 1$/],
    [
      "CreateSubnet",
      "TagSpecifications.0.ResourceType",
      "Subnet",
      /^ec2\.CreateSubnet: .*ResourceType: the string "Subnet" is not one of /,
    ],
    ["CreateRole", "RoleName", "shop/role", /^iam\.CreateRole: RoleName: the string "shop\/role" does not match \[/],
    ["CreateRole", "Tags.0.Value", "a;b", /: Tags\[0\]\.Value: the string "a;b" does not match \[\\p\{L\}/],
    ["CreateRole", "MaxSessionDuration", 60, /: MaxSessionDuration: 60, fewer than 3600$/],
    [
      "CreateRepository",
      "repositoryName",
      "Shop",
      /^ecr\.CreateRepository: repositoryName: the string "Shop" does not match /,
    ],
    ["PutRetentionPolicy", "retentionInDays", 30.5, /: the number 30\.5 where a whole number is expected$/],
    [
      "CreateLogGroup",
      "logGroupName",
      "/aws/eks/shop:cluster",
      /^logs\.CreateLogGroup: logGroupName: .* does not match /,
    ],
    ["ScheduleKeyDeletion", "PendingWindowInDays", 0, /: PendingWindowInDays: 0, fewer than 1$/],
  ];
  for (const [action, path, value, sentence] of wrong)
    itWithApiModels(`find ${path} of ${action} wrong as ${shown(value)}`, (models) => {
      const call = exampleCall(action);
      const [problem = "none", ...others] = models.problems([
        { ...call, parameters: changed(call.parameters, path.split("."), value) },
      ]);
      assert.match(problem, sentence);
      assert.deepEqual(others, []);
    });

  itWithApiModels("find an action that the service does not have", (models) => {
    assert.deepEqual(models.problems([{ service: "eks", action: "CreateFargateProfil", parameters: {} }]), [
      "eks.CreateFargateProfil: eks has no action CreateFargateProfil, did you mean CreateFargateProfile?",
    ]);
  });

  itWithApiModels("say the same thing only once", (models) => {
    const call = { ...exampleCall("CreateRole"), parameters: { RoleName: "a" } };
    assert.deepEqual(models.problems([call, call]), ["iam.CreateRole: AssumeRolePolicyDocument: is required"]);
  });

  itWithApiModels("can be read whole, with every pattern, as far as parameters go", (models) => {
    for (const service of ["ec2", "ecr", "eks", "iam", "kms", "logs", "sts"]) readAll(models.model(service));
  });
});
