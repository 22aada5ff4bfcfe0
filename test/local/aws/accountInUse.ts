import assert from "node:assert/strict";
import { startAwsAccount, type AwsAccount } from "../../../local/aws/awsAccount";
import { AwsError } from "../../../local/aws/awsError";
import { Json } from "../../../local/aws/json";

/** Calls a service and gives its answer. */
export type Call = (service: string, action: string, parameters?: object) => Promise<Json>;

/** An account for one test, in which things take no time. */
export interface AccountInUse {
  account: AwsAccount;
  call: Call;
}

/** Runs the test with an account of its own. */
export async function withAccount(
  test: (inUse: AccountInUse) => Promise<void>,
  options: Parameters<typeof startAwsAccount>[0] = {},
): Promise<void> {
  const account = await startAwsAccount({ delayMs: 0, ...options });
  try {
    await test({
      account,
      call: async (service, action, parameters = {}) => new Json(await account.call(service, action, parameters)),
    });
  } finally {
    await account.stop();
  }
}

/** That the service refuses the call, with this code and a message like this. */
export function refuses(call: Promise<unknown>, code: string, message: RegExp): Promise<void> {
  return assert.rejects(call, (error: unknown) => {
    assert.ok(error instanceof AwsError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  });
}

export interface SampleNetwork {
  vpcId: string;
  internetGatewayId: string;
  /** One in each of two zones. */
  privateSubnetIds: string[];
  publicSubnetId: string;
}

/** A VPC with two private subnets and a public one. */
export async function createNetwork(call: Call, cidrPrefix = "10.0"): Promise<SampleNetwork> {
  const vpc = await call("ec2", "CreateVpc", { CidrBlock: `${cidrPrefix}.0.0/16` });
  const vpcId = vpc.at("Vpc").at("VpcId").text;
  const subnet = async (third: number, zone: string): Promise<string> => {
    const parameters = { VpcId: vpcId, CidrBlock: `${cidrPrefix}.${third}.0/24`, AvailabilityZone: `eu-west-1${zone}` };
    return (await call("ec2", "CreateSubnet", parameters)).at("Subnet").at("SubnetId").text;
  };
  const privateSubnetIds = [await subnet(0, "a"), await subnet(1, "b")];
  const publicSubnetId = await subnet(2, "c");
  const gateway = await call("ec2", "CreateInternetGateway");
  const internetGatewayId = gateway.at("InternetGateway").at("InternetGatewayId").text;
  await call("ec2", "AttachInternetGateway", { InternetGatewayId: internetGatewayId, VpcId: vpcId });
  const table = await call("ec2", "CreateRouteTable", { VpcId: vpcId });
  const routeTableId = table.at("RouteTable").at("RouteTableId").text;
  const everything = { RouteTableId: routeTableId, DestinationCidrBlock: "0.0.0.0/0" };
  await call("ec2", "CreateRoute", { ...everything, GatewayId: internetGatewayId });
  await call("ec2", "AssociateRouteTable", { RouteTableId: routeTableId, SubnetId: publicSubnetId });
  return { vpcId, internetGatewayId, privateSubnetIds, publicSubnetId };
}

/** A trust policy for a service, with conditions. */
export function trust(service: string, condition?: object): string {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } };
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ ...statement, ...(condition && { Condition: condition }) }],
  });
}

/** A role with policies of AWS. Gives its ARN. */
export async function createRole(
  call: Call,
  name: string,
  trustPolicy: string,
  policies: string[] = [],
): Promise<string> {
  const role = await call("iam", "CreateRole", { RoleName: name, AssumeRolePolicyDocument: trustPolicy });
  for (const policy of policies)
    await call("iam", "AttachRolePolicy", { RoleName: name, PolicyArn: `arn:aws:iam::aws:policy/${policy}` });
  return role.at("Role").at("Arn").text;
}

export interface SampleCluster extends SampleNetwork {
  clusterRoleArn: string;
  podRoleArn: string;
  /** Parameters of CreateCluster that are accepted. */
  parameters: Record<string, unknown>;
}

/** What a cluster needs before it is created. */
export async function prepareCluster(call: Call): Promise<SampleCluster> {
  const network = await createNetwork(call);
  const clusterRoleArn = await createRole(call, "cluster", trust("eks.amazonaws.com"), ["AmazonEKSClusterPolicy"]);
  const podRoleArn = await createRole(call, "pods", trust("eks-fargate-pods.amazonaws.com"));
  const parameters = {
    name: "sample",
    version: "1.34",
    roleArn: clusterRoleArn,
    resourcesVpcConfig: { subnetIds: network.privateSubnetIds, endpointPrivateAccess: true },
    accessConfig: { authenticationMode: "API" },
  };
  return { ...network, clusterRoleArn, podRoleArn, parameters };
}

/** A cluster that is active. */
export async function createCluster({ account, call }: AccountInUse, changes: object = {}): Promise<SampleCluster> {
  const sample = await prepareCluster(call);
  await call("eks", "CreateCluster", { ...sample.parameters, ...changes });
  await account.settled();
  return sample;
}

/** Parameters of CreateFargateProfile that are accepted. */
export function profileParameters(sample: SampleCluster, name = "system"): Record<string, unknown> {
  return {
    clusterName: "sample",
    fargateProfileName: name,
    podExecutionRoleArn: sample.podRoleArn,
    subnets: sample.privateSubnetIds,
    selectors: [{ namespace: "kube-system" }],
  };
}
