import assert from "node:assert/strict";
import { startAwsAccount, type AwsAccount } from "../../../../local/aws/awsAccount";
import { isUnchanged } from "../../../../local/pulumi/engineEvents";
import {
  startOperationRecorder,
  type OperationRecorder,
} from "../../../../local/pulumi/providerProxy/operationRecorder";
import { createPulumiEnvironment, type PulumiEnvironment } from "../../../../local/pulumi/pulumiEnvironment";
import { PulumiStack } from "../../../../local/pulumi/pulumiStack";
import { TemporaryProject } from "../temporaryProject";

/** A program with a cluster that has these arguments and options besides what every cluster without nodes has. */
function programWith(args: string, opts = "{}"): string {
  return `
import * as aws from "@pulumi/aws";
import * as eks from "@pulumi/eks";

const vpc = new aws.ec2.Vpc("network", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new aws.ec2.Subnet(\`subnet-\${zone}\`, {
      vpcId: vpc.id,
      cidrBlock: \`10.0.\${index}.0/24\`,
      availabilityZone: \`eu-west-1\${zone}\`,
    }),
);
const operators = new aws.iam.Role("operators", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { AWS: "arn:aws:iam::111122223333:root" } }],
  }),
});
const key = new aws.kms.Key("key", { deletionWindowInDays: 7 });
const cluster = new eks.Cluster(
  "main",
  {
    name: "shop",
    vpcId: vpc.id,
    privateSubnetIds: subnets.map(({ id }) => id),
    authenticationMode: eks.AuthenticationMode.Api,
    skipDefaultNodeGroup: true,
    skipDefaultSecurityGroups: true,
    useDefaultVpcCni: true,
    kubeProxyAddonOptions: { enabled: false },
    corednsAddonOptions: { enabled: false },
    bootstrapSelfManagedAddons: false,
    ${args}
  },
  ${opts},
);
export const clusterName = cluster.eksCluster.name;
export const kubeconfig = cluster.kubeconfig;
export const { kubeconfigJson, clusterSecurityGroupId, oidcProviderArn, oidcProviderUrl, oidcIssuer } = cluster;
export const core = cluster.core.apply(({ vpcId, subnetIds, cluster, clusterIamRole }) => ({
  vpcId, subnetIds, cluster: cluster.name, role: clusterIamRole.name,
}));
`;
}

const EVERYTHING = `
    version: "1.35",
    endpointPrivateAccess: true,
    endpointPublicAccess: true,
    publicAccessCidrs: ["1.1.1.0/24"],
    enabledClusterLogTypes: ["api", "audit"],
    kubernetesServiceIpAddressRange: "10.100.0.0/16",
    encryptionConfigKeyArn: key.arn,
    deletionProtection: false,
    createOidcProvider: true,
    tags: { owner: "platform" },
    accessEntries: {
      operators: {
        principalArn: operators.arn,
        username: "operators",
        accessPolicies: {
          all: {
            policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            accessScope: { type: "cluster" },
          },
        },
      },
    },
`;

/** The types of @pulumi/aws take longer to check than everything else takes. */
const WITHOUT_TYPE_CHECK = {
  compilerOptions: { target: "ES2022", rootDir: ".", module: "nodenext", types: ["node"], noCheck: true },
  files: ["index.ts"],
};

const KUBECONFIG = {
  apiVersion: "v1",
  kind: "Config",
  clusters: [{ name: "local", cluster: { server: "https://127.0.0.1:1", "certificate-authority-data": "bm9uZQ==" } }],
  users: [{ name: "local", user: {} }],
  contexts: [{ name: "local", context: { cluster: "local", user: "local" } }],
  "current-context": "local",
};

describe("the stand-in for eks.Cluster on the real engine", function () {
  // The first time the CLI and the Kubernetes provider may have to be built.
  this.timeout(20 * 60_000);
  let account: AwsAccount;
  let recorder: OperationRecorder;
  let environment: PulumiEnvironment;
  let project: TemporaryProject;

  before(async () => {
    account = await startAwsAccount({ kubeconfig: JSON.stringify(KUBECONFIG) });
    recorder = await startOperationRecorder();
    environment = await createPulumiEnvironment(
      (message) => {
        console.log(`    ${message}`);
      },
      { aws: account, recorder },
    );
  });
  after(async () => {
    await environment.dispose();
    await recorder.stop();
    await account.stop();
  });

  const createStack = (program: string, stackName: string): Promise<PulumiStack> => {
    project = new TemporaryProject(program);
    project.write("tsconfig.json", JSON.stringify(WITHOUT_TYPE_CHECK));
    return PulumiStack.create(environment, { projectDirectory: project.directory, stackName });
  };

  describe("with the arguments of a cluster without nodes", () => {
    let stack: PulumiStack;

    before(async () => {
      stack = await createStack(programWith(EVERYTHING), "everything");
    });
    after(() => {
      project.remove();
    });

    it("previews its children without making any", async () => {
      const existing = account.list();
      assert.deepEqual((await stack.preview()).changes, { create: 15 });
      assert.deepEqual(account.list(), existing);
    });

    it("has the children of the real one, each below the same parent and after the same resources", async () => {
      await stack.up();
      assert.deepEqual(await childrenOf(environment, project, "everything"), [
        "aws:eks/accessEntry:AccessEntry main-operators < main after main-eksCluster, operators",
        "aws:eks/accessPolicyAssociation:AccessPolicyAssociation main-operators-all < main-operators" +
          " after main-eksCluster, main-operators, operators",
        "aws:eks/cluster:Cluster main-eksCluster < main after key, main-eksRole-4b490823, main-eksRole-role, subnet-a, subnet-b",
        "aws:iam/openIdConnectProvider:OpenIdConnectProvider main-oidcProvider < main after main-eksCluster",
        "aws:iam/role:Role main-eksRole-role < main-eksRole after nothing",
        "aws:iam/rolePolicyAttachment:RolePolicyAttachment main-eksRole-4b490823 < main-eksRole after main-eksRole-role",
        "eks:index:ServiceRole main-eksRole < main after nothing",
        "pulumi:providers:kubernetes main-eks-k8s < main after main-eksCluster",
      ]);
    });

    it("has its outputs, with the kubeconfig of the stand-in account", async () => {
      const { core, oidcProviderArn, ...outputs } = await stack.outputs();
      assert.match(String(oidcProviderArn), /^arn:aws:iam::111122223333:oidc-provider\/oidc\.eks\./);
      assert.match(String(outputs.clusterSecurityGroupId), /^sg-/);
      assert.equal(outputs.clusterName, "shop");
      assert.deepEqual(outputs.kubeconfig, KUBECONFIG);
      assert.deepEqual(JSON.parse(String(outputs.kubeconfigJson)), KUBECONFIG);
      assert.equal(outputs.oidcProviderUrl, `https://${String(outputs.oidcIssuer)}`);
      assert.partialDeepStrictEqual(core, { cluster: "shop" });
    });

    it("changes nothing the second time", async () => {
      assert.ok(isUnchanged(await stack.up()));
    });

    it("is deleted with all its children; what AWS keeps stays", async () => {
      await stack.destroy();
      const left = account.list().map(({ kind }) => kind);
      const byEks = ["iam:service-linked-role", "logs:log-group"];
      assert.deepEqual(new Set(left), new Set([...byEks, "kms:key (pending deletion)"]));
    });
  });

  it("fails with a child that fails, and is whole after the next update", async () => {
    const stack = await createStack(programWith("createOidcProvider: true"), "half");
    try {
      recorder.fail({ operation: "create", name: "main-eksCluster", when: "before" });
      await assert.rejects(
        stack.up(),
        /injected failure before the create of aws:eks\/cluster:Cluster main-eksCluster/,
      );
      recorder.clearFaults();
      const recordedBefore = recorder.operations.length;
      await stack.up();
      const recorded = recorder.operations.slice(recordedBefore);
      const order = recorded.toSorted((one, another) => one.endedAt - another.endedAt).map(({ name }) => name);
      assert.deepEqual(order, ["main-eksCluster", "main-oidcProvider", "main"]);
    } finally {
      await stack.destroy();
      project.remove();
    }
  });

  for (const [claim, stackName, args, opts, message] of [
    ["with an argument that it does not know", "unknown", "fargate: true", "{}", /fargate[^]*does not know it/],
    [
      "with an AWS provider of the program, but not its credentials",
      "provider",
      "",
      '{ providers: { aws: new aws.Provider("mine", { region: "eu-west-1" }) } }',
      /you're using an explicit AWS provider/,
    ],
    [
      "with addresses for a public endpoint that is off",
      "cidrs",
      'endpointPublicAccess: false, endpointPrivateAccess: true, publicAccessCidrs: ["1.1.1.0/24"]',
      "{}",
      /`publicAccessCidrs` can only be set when `endpointPublicAccess` is true/,
    ],
  ] as const)
    it(`refuses a cluster ${claim}`, async () => {
      const stack = await createStack(programWith(args, opts), stackName);
      try {
        await assert.rejects(stack.preview(), message);
      } finally {
        project.remove();
      }
    });
});

/** The resources below the component, each as `TYPE NAME < PARENT after DEPENDENCIES`. */
async function childrenOf(environment: PulumiEnvironment, project: TemporaryProject, stack: string): Promise<string[]> {
  const exported = await environment.cli.run(["stack", "export", "--stack", stack], { cwd: project.directory });
  const { deployment } = JSON.parse(exported) as { deployment: { resources: ResourceState[] } };
  return deployment.resources
    .filter(({ urn }) => urn.includes("eks:index:Cluster$"))
    .map(({ urn, type, parent, dependencies = [] }) => {
      const after = dependencies.map(nameOf).sort().join(", ");
      return `${type} ${nameOf(urn)} < ${nameOf(parent)} after ${after === "" ? "nothing" : after}`;
    })
    .sort();
}

interface ResourceState {
  urn: string;
  type: string;
  parent: string;
  dependencies?: string[];
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
