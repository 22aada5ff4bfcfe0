import type { ApiCall } from "../../local/awsApi/apiModels";

const CLUSTER = "shop";
const ACCOUNT = "123456789012";
const ROLE = `arn:aws:iam::${ACCOUNT}:role/shop-pod-execution-1a2b3c4`;
const CLUSTER_ARN = `arn:aws:eks:eu-west-1:${ACCOUNT}:cluster/${CLUSTER}`;
const SUBNETS = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];
const tags = { team: "shop" };

/** The tags of something in EC2. */
function tagged(ResourceType: string, Name: string): object {
  return { TagSpecifications: [{ ResourceType, Tags: [{ Key: "Name", Value: Name }] }] };
}

/** Calls as a stack of this package makes them, written by hand: one of each kind. */
export const EXAMPLE_CALLS: readonly ApiCall[] = [
  {
    service: "ec2",
    action: "DescribeAvailabilityZones",
    parameters: { Filters: [{ Name: "opt-in-status", Values: ["opt-in-not-required"] }] },
  },
  { service: "ec2", action: "CreateVpc", parameters: { CidrBlock: "10.0.0.0/16", ...tagged("vpc", "shop-vpc") } },
  {
    service: "ec2",
    action: "ModifyVpcAttribute",
    parameters: { VpcId: "vpc-0123456789abcdef0", EnableDnsHostnames: { Value: true } },
  },
  {
    service: "ec2",
    action: "CreateSubnet",
    parameters: {
      VpcId: "vpc-0123456789abcdef0",
      CidrBlock: "10.0.0.0/18",
      AvailabilityZone: "eu-west-1a",
      ...tagged("subnet", "shop-private-1"),
    },
  },
  { service: "ec2", action: "AllocateAddress", parameters: { Domain: "vpc", ...tagged("elastic-ip", "shop-nat-1") } },
  {
    service: "ec2",
    action: "CreateNatGateway",
    parameters: { SubnetId: SUBNETS[0], AllocationId: "eipalloc-1", ...tagged("natgateway", "shop-nat-1") },
  },
  {
    service: "ec2",
    action: "CreateRoute",
    parameters: { RouteTableId: "rtb-1", DestinationCidrBlock: "0.0.0.0/0", NatGatewayId: "nat-1" },
  },
  {
    service: "iam",
    action: "CreateRole",
    parameters: {
      RoleName: "shop-pod-execution-1a2b3c4",
      Description: `Runs the pods of the Fargate profiles of EKS cluster ${CLUSTER}`,
      AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [] }),
      Path: "/",
      MaxSessionDuration: 3600,
      Tags: [{ Key: "cost-centre", Value: "shop / staging" }],
    },
  },
  {
    service: "iam",
    action: "AttachRolePolicy",
    parameters: {
      RoleName: "shop-pod-execution-1a2b3c4",
      PolicyArn: "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy",
    },
  },
  {
    service: "iam",
    action: "CreateOpenIDConnectProvider",
    parameters: {
      Url: "https://oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF",
      ClientIDList: ["sts.amazonaws.com"],
      ThumbprintList: ["0123456789abcdef0123456789abcdef01234567"],
    },
  },
  {
    service: "eks",
    action: "CreateCluster",
    parameters: {
      name: CLUSTER,
      version: "1.35",
      roleArn: ROLE,
      resourcesVpcConfig: {
        subnetIds: SUBNETS,
        endpointPublicAccess: true,
        endpointPrivateAccess: true,
        publicAccessCidrs: ["81.2.69.142/32"],
      },
      kubernetesNetworkConfig: { serviceIpv4Cidr: "172.20.0.0/16" },
      logging: { clusterLogging: [{ enabled: true, types: ["api", "audit", "authenticator"] }] },
      encryptionConfig: [{ resources: ["secrets"], provider: { keyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1-2` } }],
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
      bootstrapSelfManagedAddons: false,
      deletionProtection: false,
      tags,
    },
  },
  {
    service: "eks",
    action: "CreateFargateProfile",
    parameters: {
      clusterName: CLUSTER,
      fargateProfileName: "system",
      podExecutionRoleArn: ROLE,
      subnets: SUBNETS,
      selectors: [{ namespace: "kube-system" }, { namespace: "team-*", labels: { "example.com/*": "v?" } }],
      tags,
    },
  },
  {
    service: "eks",
    action: "CreateAddon",
    parameters: {
      clusterName: CLUSTER,
      addonName: "coredns",
      configurationValues: JSON.stringify({ computeType: "Fargate" }),
      resolveConflicts: "OVERWRITE",
      tags,
    },
  },
  {
    service: "eks",
    action: "CreateAccessEntry",
    parameters: { clusterName: CLUSTER, principalArn: ROLE, type: "STANDARD", kubernetesGroups: [], tags },
  },
  {
    service: "eks",
    action: "AssociateAccessPolicy",
    parameters: {
      clusterName: CLUSTER,
      principalArn: ROLE,
      policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      accessScope: { type: "cluster" },
    },
  },
  { service: "eks", action: "TagResource", parameters: { resourceArn: CLUSTER_ARN, tags } },
  {
    service: "ecr",
    action: "CreateRepository",
    parameters: {
      repositoryName: "fargate-sidecar-injector-dev",
      imageTagMutability: "IMMUTABLE",
      imageScanningConfiguration: { scanOnPush: true },
      tags: [{ Key: "team", Value: "shop" }],
    },
  },
  {
    service: "ecr",
    action: "PutLifecyclePolicy",
    parameters: {
      repositoryName: "fargate-sidecar-injector-dev",
      lifecyclePolicyText: JSON.stringify({ rules: [] }).padEnd(100),
    },
  },
  {
    service: "ecr",
    action: "DeleteRepository",
    parameters: { repositoryName: "fargate-sidecar-injector-dev", force: true },
  },
  { service: "logs", action: "CreateLogGroup", parameters: { logGroupName: `/aws/eks/${CLUSTER}/cluster`, tags } },
  {
    service: "logs",
    action: "PutRetentionPolicy",
    parameters: { logGroupName: `/aws/eks/${CLUSTER}/cluster`, retentionInDays: 30 },
  },
  { service: "kms", action: "CreateKey", parameters: { Tags: [{ TagKey: "team", TagValue: "shop" }] } },
  {
    service: "kms",
    action: "ScheduleKeyDeletion",
    parameters: { KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab", PendingWindowInDays: 30 },
  },
  { service: "sts", action: "GetCallerIdentity", parameters: {} },
];

/** The example call of an action. */
export function exampleCall(action: string): ApiCall {
  const call = EXAMPLE_CALLS.find((example) => example.action === action);
  if (call === undefined) throw new Error(`there is no example of ${action}`);
  return call;
}
