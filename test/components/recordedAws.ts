// What AWS and the eks component answer in a recorded stack: a stand-in for their providers, without any rule of AWS's.
// The account of local/aws has the rules.

const ACCOUNT_ID = "123456789012";
const REGION = "eu-west-1";

/** Zones of the region unless a test says otherwise; as EC2, in no order. */
const ZONES = ["eu-west-1c", "eu-west-1a", "eu-west-1b"];

/** The answer to a call of a function of the aws provider. */
export function awsFunction(token: string, zones: readonly string[] = ZONES): Record<string, unknown> {
  switch (token) {
    case "aws:index/getAvailabilityZones:getAvailabilityZones":
      return { names: zones };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws", dnsSuffix: "amazonaws.com" };
    case "aws:index/getRegion:getRegion":
      return { region: REGION, name: REGION };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: ACCOUNT_ID, arn: `arn:aws:iam::${ACCOUNT_ID}:user/tester` };
    case "aws:ecr/getAuthorizationToken:getAuthorizationToken":
      return { userName: "AWS", password: "token" };
    default:
      throw new Error(`a recorded stack does not know the function ${token}`);
  }
}

/** The ARN of a resource, alike enough for whatever only hands it on. */
export function arnOf(type: string, name: string): string {
  const service = type.split(":")[1]?.split("/")[0] ?? "";
  return `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${name}`;
}

/** Outputs of the component `eks:index:Cluster`. */
export function eksClusterOutputs(inputs: Record<string, unknown>): Record<string, unknown> {
  const clusterName = typeof inputs.name === "string" ? inputs.name : "cluster";
  const issuer = `oidc.eks.${REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`;
  const identities = [{ oidcs: [{ issuer: `https://${issuer}` }] }];
  const endpoint = "https://cluster.invalid";
  return {
    kubeconfigJson: JSON.stringify({ clusters: [{ name: clusterName, cluster: { server: endpoint } }] }),
    eksCluster: {
      name: clusterName,
      arn: arnOf("aws:eks/cluster:Cluster", `cluster/${clusterName}`),
      endpoint,
      identities,
    },
    clusterSecurityGroupId: "sg-0123456789abcdef0",
  };
}
