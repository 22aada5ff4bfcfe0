import { describeProblems, listOf, objectOf, optional, text, type Fields, type ObjectOf } from "../shape";
import type { AwsClient } from "./awsClient";
import { cluster } from "./resources/cluster";
import { subnet } from "./resources/subnet";
import { vpc } from "./resources/vpc";
import type { Properties } from "./structs";

type ProviderFunction = (aws: AwsClient, parameters: Properties) => Promise<Properties>;

/** Calls a function of the provider, such as `aws:index/getRegion:getRegion`. */
export async function callFunction(aws: AwsClient, token: string, parameters: Properties): Promise<Properties> {
  const run = FUNCTIONS[token];
  if (run === undefined) throw new Error(`this stand-in for the aws provider has no function ${token}`);
  return run(aws, parameters);
}

function defineFunction<F extends Fields>(
  fields: F,
  run: (aws: AwsClient, parameters: ObjectOf<F>) => Promise<Properties>,
): ProviderFunction {
  const shape = objectOf({ ...fields, region: optional(text) });
  const own = objectOf(fields);
  return (aws, parameters) => {
    const others = Object.fromEntries(Object.entries(parameters).filter(([name]) => name !== "region"));
    if (!shape.is(parameters) || !own.is(others)) throw new Error(describeProblems(shape.problems(parameters, "")));
    return run(aws, others);
  };
}

const filters = optional(listOf(objectOf({ name: text, values: listOf(text) })));

const FUNCTIONS: Readonly<Record<string, ProviderFunction>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": defineFunction({ id: optional(text) }, async (aws) => {
    const identity = await aws.call("sts", "GetCallerIdentity", {});
    const accountId = identity.at("Account").text;
    return { id: accountId, accountId, arn: identity.at("Arn").text, userId: identity.at("UserId").text };
  }),

  "aws:index/getRegion:getRegion": defineFunction({ id: optional(text) }, async (aws) => {
    const region = (await aws.account()).at("region").text;
    return { id: region, region, name: region, description: region, endpoint: `ec2.${region}.amazonaws.com` };
  }),

  "aws:index/getPartition:getPartition": defineFunction({ id: optional(text) }, () =>
    Promise.resolve({
      id: "aws",
      partition: "aws",
      dnsSuffix: "amazonaws.com",
      reverseDnsPrefix: "com.amazonaws",
    }),
  ),

  "aws:index/getAvailabilityZones:getAvailabilityZones": defineFunction(
    {
      state: optional(text),
      filters,
      excludeNames: optional(listOf(text)),
      excludeZoneIds: optional(listOf(text)),
    },
    async (aws, { state, filters: wanted = [], excludeNames = [], excludeZoneIds = [] }) => {
      const answer = await aws.call("ec2", "DescribeAvailabilityZones", {
        Filters: [
          ...(state === undefined ? [] : [{ Name: "state", Values: [state] }]),
          ...wanted.map(({ name, values }) => ({ Name: name, Values: values })),
        ],
      });
      const zones = answer
        .at("AvailabilityZones")
        .items.map((zone) => ({ name: zone.at("ZoneName").text, id: zone.at("ZoneId").text }))
        .filter(({ name, id }) => !excludeNames.includes(name) && !excludeZoneIds.includes(id))
        .sort((a, b) => a.name.localeCompare(b.name));
      const region = (await aws.account()).at("region").text;
      return {
        id: region,
        region,
        names: zones.map(({ name }) => name),
        zoneIds: zones.map(({ id }) => id),
        groupNames: [region],
        ...(state !== undefined && { state }),
      };
    },
  ),

  "aws:ec2/getVpc:getVpc": defineFunction({ id: text }, async (aws, { id }) => {
    const found = await vpc.read(aws, id);
    if (found === undefined) throw new Error(`no matching EC2 VPC found: ${id}`);
    return { ...found, id, default: false, state: "available", cidrBlockAssociations: [] };
  }),

  "aws:ec2/getSubnet:getSubnet": defineFunction({ id: text }, async (aws, { id }) => {
    const found = await subnet.read(aws, id);
    if (found === undefined) throw new Error(`no matching EC2 Subnet found: ${id}`);
    return { ...found, id, state: "available" };
  }),

  "aws:ec2/getSubnets:getSubnets": defineFunction({ filters }, async (aws, { filters: wanted = [] }) => {
    const answer = await aws.call("ec2", "DescribeSubnets", {
      Filters: wanted.map(({ name, values }) => ({ Name: name, Values: values })),
    });
    const ids = answer.at("Subnets").items.map((each) => each.at("SubnetId").text);
    return { id: (await aws.account()).at("region").text, ids };
  }),

  "aws:ecr/getAuthorizationToken:getAuthorizationToken": defineFunction({ registryId: optional(text) }, async (aws) => {
    const data = (await aws.call("ecr", "GetAuthorizationToken", {})).at("authorizationData").only;
    const authorizationToken = data.at("authorizationToken").text;
    const [userName = "", password = ""] = Buffer.from(authorizationToken, "base64").toString().split(":");
    return {
      id: (await aws.account()).at("region").text,
      authorizationToken,
      expiresAt: data.at("expiresAt").text,
      proxyEndpoint: data.at("proxyEndpoint").text,
      userName,
      password,
    };
  }),

  "aws:eks/getCluster:getCluster": defineFunction({ name: text }, async (aws, { name }) => {
    const found = await cluster.read(aws, name);
    if (found === undefined) throw new Error(`reading EKS Cluster (${name}): couldn't find resource`);
    return { ...found, id: name, certificateAuthorities: [found.certificateAuthority] };
  }),
};
