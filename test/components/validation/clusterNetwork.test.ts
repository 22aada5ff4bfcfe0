import { refuses, SUBNETS } from "./clusterFindings";

refuses("network", {
  "one to be made beside one's own": [
    { network: {}, vpcId: "vpc-0123456789abcdef0", privateSubnetIds: SUBNETS },
    "network: cannot be given together with vpcId and privateSubnetIds: either a VPC is made, or yours is used",
  ],
  "a VPC without its subnets": [
    { vpcId: "vpc-0123456789abcdef0" },
    "privateSubnetIds: is missing: vpcId and privateSubnetIds are given together or not at all",
  ],
  "subnets without their VPC": [{ privateSubnetIds: SUBNETS }, /^vpcId: is missing: /],
  "a VPC by its name": [
    { vpcId: "my-vpc", privateSubnetIds: SUBNETS },
    'vpcId: the string "my-vpc" is not the identifier of a VPC; give one such as "vpc-0123456789abcdef0"',
  ],
  "one subnet": [
    { vpcId: "vpc-0123456789abcdef0", privateSubnetIds: SUBNETS.slice(1) },
    "privateSubnetIds: 1 subnet; give 2 at least, in different zones",
  ],
  "the same subnet twice": [
    { vpcId: "vpc-0123456789abcdef0", privateSubnetIds: [SUBNETS[0], SUBNETS[0]] },
    'privateSubnetIds[1]: "subnet-0123456789abcdef0" stands already at privateSubnetIds[0]',
  ],
  "a subnet's ARN": [
    { vpcId: "vpc-0123456789abcdef0", privateSubnetIds: ["arn:aws:ec2:subnet", ...SUBNETS] },
    /^privateSubnetIds\[0\]: .* is not the identifier of a subnet; give one such as "subnet-/,
  ],
  "a single zone": [
    { network: { zoneCount: 1 } },
    "network.zoneCount: the number 1 is not a number of zones; give 2 or 3",
  ],
  "fewer zones than zoneCount": [
    { network: { zoneCount: 3, availabilityZones: ["eu-west-1a", "eu-west-1b"] } },
    "network.availabilityZones: 2 zones where zoneCount is 3; give as many",
  ],
  "a zone twice": [
    { network: { availabilityZones: ["eu-west-1a", "eu-west-1a"] } },
    'network.availabilityZones[1]: "eu-west-1a" stands already at availabilityZones[0]; give another zone',
  ],
  "a zone's identifier": [
    { network: { availabilityZones: ["eu-west-1a", "euw1-az2"] } },
    /^network\.availabilityZones\[1\]: .*: it is the zone's identifier; give its name, such as "eu-west-1a"$/,
  ],
  "a local zone": [
    { network: { availabilityZones: ["us-west-2a", "us-west-2-lax-1a"] } },
    /^network\.availabilityZones\[1\]: .* is not the name of an availability zone/,
  ],
  "a VPC that is too large": [
    { network: { cidrBlock: "10.0.0.0/8" } },
    'network.cidrBlock: "10.0.0.0/8" is too large; give a range from /16 to /24',
  ],
  "a VPC as a number": [
    { network: { cidrBlock: 10 } },
    /^network\.cidrBlock: the number 10 is not an IPv4 address range/,
  ],
  "one range for two subnets": [
    { network: { privateSubnetCidrBlocks: "10.0.0.0/18" } },
    /^network\.privateSubnetCidrBlocks: .* where a list is expected$/,
  ],
  "Services inside the VPC": [
    { serviceCidrBlock: "10.0.0.0/24" },
    /^serviceCidrBlock: "10\.0\.0\.0\/24" overlaps with the VPC's "10\.0\.0\.0\/16"/,
  ],
  "Services of a size that EKS does not take, in a VPC of one's own": [
    { vpcId: "vpc-0123456789abcdef0", privateSubnetIds: SUBNETS, serviceCidrBlock: "10.0.0.0/8" },
    /^serviceCidrBlock: .* is too large/,
  ],
});
