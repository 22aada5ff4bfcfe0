import assert from "node:assert/strict";
import { InputPropertiesError, output, type Inputs } from "@pulumi/pulumi";
import { checkClusterArguments } from "../../../../local/pulumi/eksProvider/clusterArguments";

/** As they come from a program: @pulumi/eks adds defaults of its own to the options of add-ons. */
const WITHOUT_NODES: Inputs = {
  authenticationMode: "API",
  bootstrapSelfManagedAddons: false,
  kubeProxyAddonOptions: { enabled: false, resolveConflictsOnCreate: "OVERWRITE" },
  skipDefaultNodeGroup: true,
  skipDefaultSecurityGroups: true,
  useDefaultVpcCni: true,
};

describe("the arguments of the stand-in for eks.Cluster", () => {
  it("may be those of a cluster without nodes", () => {
    const inputs = {
      ...WITHOUT_NODES,
      name: "shop",
      vpcId: output("vpc-1"),
      privateSubnetIds: ["subnet-1", output("subnet-2")],
      createInstanceRole: false,
      corednsAddonOptions: { enabled: false, resolveConflictsOnCreate: "OVERWRITE" },
      accessEntries: { ops: { principalArn: output("arn:aws:iam::111122223333:role/ops"), accessPolicies: {} } },
    };
    assert.equal(checkClusterArguments(inputs), inputs);
  });

  for (const name of Object.keys(WITHOUT_NODES))
    it(`must have ${name}, without which the real one makes more`, () => {
      const { [name]: left, ...others } = WITHOUT_NODES;
      assert.notEqual(left, undefined);
      assert.match(
        problemsOf(others),
        new RegExp(`^${name}(\\.enabled)?: must be (true|false|API) for a cluster with`),
      );
    });

  for (const [name, value] of [
    ["authenticationMode", "API_AND_CONFIG_MAP"],
    ["corednsAddonOptions", { enabled: true }],
    ["createInstanceRole", true],
    ["kubeProxyAddonOptions", { enabled: output(false) }],
    ["skipDefaultNodeGroup", output(true)],
  ] as const)
    it(`are refused with another value for ${name} than is stood in for`, () => {
      assert.match(problemsOf({ ...WITHOUT_NODES, [name]: value }), new RegExp(`^${name}(\\.enabled)?: must be`));
    });

  it("are refused with one that is not known", () => {
    assert.match(problemsOf({ ...WITHOUT_NODES, fargate: true }), /^fargate: .* does not know it$/);
  });

  for (const [path, inputs] of Object.entries({
    createOidcProvider: { createOidcProvider: output(false) },
    accessEntries: { accessEntries: output({}) },
    "accessEntries.ops": { accessEntries: { ops: output({}) } },
    "accessEntries.ops.accessPolicies": { accessEntries: { ops: { accessPolicies: output({}) } } },
  }))
    it(`are refused with an Output as ${path}, which the real one does not wait for`, () => {
      assert.match(problemsOf({ ...WITHOUT_NODES, ...inputs }), new RegExp(`^${path}: must not be an Output`));
    });

  it("are refused with every problem at once", () => {
    const problems = problemsOf({ ...WITHOUT_NODES, fargate: true, useDefaultVpcCni: false }).split("\n");
    assert.equal(problems.length, 2);
  });
});

/** Each problem as a line: `path: reason`. */
function problemsOf(inputs: Inputs): string {
  try {
    checkClusterArguments(inputs);
  } catch (error) {
    assert.ok(InputPropertiesError.isInstance(error));
    return error.errors.map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`).join("\n");
  }
  return assert.fail("the arguments are accepted");
}
