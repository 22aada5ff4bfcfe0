import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  createCluster,
  createRole,
  prepareCluster,
  profileParameters,
  refuses,
  trust,
  withAccount,
  type AccountInUse,
} from "./accountInUse";

/** That a cluster with these parameters is refused. */
const refusesCluster = (changes: object, message: RegExp, code = "InvalidParameterException"): Promise<void> =>
  withAccount(async ({ call }) => {
    const { parameters } = await prepareCluster(call);
    await refuses(call("eks", "CreateCluster", { ...parameters, ...changes }), code, message);
  });

/** That a cluster with these settings of its network is refused. */
const refusesVpcConfig = (changes: object, message: RegExp): Promise<void> =>
  withAccount(async ({ call }) => {
    const { parameters, privateSubnetIds: subnetIds } = await prepareCluster(call);
    const resourcesVpcConfig = { subnetIds, endpointPrivateAccess: true, ...changes };
    const create = call("eks", "CreateCluster", { ...parameters, resourcesVpcConfig });
    await refuses(create, "InvalidParameterException", message);
  });

describe("the stand-in for EKS, when a cluster is created", () => {
  it("refuses names that are too long or have other characters", async () => {
    await refusesCluster({ name: "a".repeat(101) }, /100 letters/);
    await refusesCluster({ name: "-sample" }, /letter or digit first/);
    await refusesCluster({ name: "my.cluster" }, /my\.cluster/);
  });

  it("refuses versions that EKS does not have", async () => {
    await refusesCluster({ version: "1.30" }, /unsupported Kubernetes version 1\.30/);
    await refusesCluster({ version: "1.35.1" }, /unsupported/);
  });

  it("refuses a name twice", () =>
    withAccount(async (inUse) => {
      const { parameters } = await createCluster(inUse);
      const again = inUse.call("eks", "CreateCluster", parameters);
      await refuses(again, "ResourceInUseException", /Cluster already exists with name: sample/);
    }));

  it("refuses a role that does not exist, is for another service, or is without AmazonEKSClusterPolicy", async () => {
    await refusesCluster({ roleArn: "arn:aws:iam::111122223333:role/none" }, /could not be assumed/);
    await refusesCluster({ roleArn: "arn:aws:iam::111122223333:role/pods" }, /could not be assumed/);
    await withAccount(async ({ call }) => {
      const { parameters } = await prepareCluster(call);
      const roleArn = await createRole(call, "bare", trust("eks.amazonaws.com"));
      const create = call("eks", "CreateCluster", { ...parameters, roleArn });
      await refuses(create, "InvalidParameterException", /AmazonEKSClusterPolicy\] are attached/);
    });
  });

  it("refuses subnets in a single zone, of two VPCs, or that do not exist", () =>
    withAccount(async ({ call }) => {
      const { parameters, privateSubnetIds, vpcId } = await prepareCluster(call);
      const create = (subnetIds: unknown[]) =>
        call("eks", "CreateCluster", { ...parameters, resourcesVpcConfig: { subnetIds } });
      const [first] = privateSubnetIds;
      const sameZone = await call("ec2", "CreateSubnet", { VpcId: vpcId, CidrBlock: "10.0.9.0/24" });
      const sibling = sameZone.at("Subnet").at("SubnetId").text;
      await refuses(create([first, sibling]), "InvalidParameterException", /at least two different AZs/);
      const vpc = await call("ec2", "CreateVpc", { CidrBlock: "10.1.0.0/16" });
      const elsewhere = await call("ec2", "CreateSubnet", {
        VpcId: vpc.at("Vpc").at("VpcId").text,
        CidrBlock: "10.1.0.0/24",
        AvailabilityZone: "eu-west-1b",
      });
      const stranger = elsewhere.at("Subnet").at("SubnetId").text;
      await refuses(create([first, stranger]), "InvalidParameterException", /same VPC/);
      await refuses(create([first, "subnet-0"]), "InvalidParameterException", /'subnet-0' does not exist/);
    }));

  it("refuses a zone in which EKS has no control planes", () =>
    withAccount(
      async ({ call }) => {
        const roleArn = await createRole(call, "cluster", trust("eks.amazonaws.com"), ["AmazonEKSClusterPolicy"]);
        const VpcId = (await call("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" })).at("Vpc").at("VpcId").text;
        const subnet = async (third: number, zone: string): Promise<string> => {
          const parameters = { VpcId, CidrBlock: `10.0.${third}.0/24`, AvailabilityZone: `us-east-1${zone}` };
          return (await call("ec2", "CreateSubnet", parameters)).at("Subnet").at("SubnetId").text;
        };
        const subnetIds = [await subnet(0, "a"), await subnet(1, "c")];
        const create = call("eks", "CreateCluster", { name: "sample", roleArn, resourcesVpcConfig: { subnetIds } });
        await refuses(create, "UnsupportedAvailabilityZoneException", /us-east-1c/);
      },
      { region: "us-east-1" },
    ));

  it("refuses a cluster that nobody can reach", () =>
    refusesVpcConfig({ endpointPrivateAccess: false, endpointPublicAccess: false }, /cannot both be disabled/));

  it("refuses ranges for the public endpoint that are invalid, or that nobody on the internet has", async () => {
    await refusesVpcConfig(
      { publicAccessCidrs: ["81.2.69.1/24"] },
      /invalid in publicAccessCidrs: \[81\.2\.69\.1\/24\]/,
    );
    for (const cidr of ["10.1.0.0/16", "192.168.1.0/24", "100.64.0.0/16", "203.0.113.0/24"])
      await refusesVpcConfig({ publicAccessCidrs: ["81.2.69.0/24", cidr] }, /not allowed in publicAccessCidrs/);
  });

  it("refuses ranges for Services that are not private, too large or small, or in the VPC", async () => {
    const withRange = (serviceIpv4Cidr: string) => ({ kubernetesNetworkConfig: { serviceIpv4Cidr } });
    await refusesCluster(withRange("81.2.0.0/16"), /must be within 10\.0\.0\.0\/8/);
    await refusesCluster(withRange("10.0.0.0/11"), /between \/24 and \/12/);
    await refusesCluster(withRange("172.20.0.0/25"), /between \/24 and \/12/);
    await refusesCluster(withRange("10.0.128.0/20"), /overlaps with the VPC's range 10\.0\.0\.0\/16/);
  });

  it("refuses an encryption key that does not exist, or that is to be deleted", () =>
    withAccount(async ({ call }) => {
      const { parameters } = await prepareCluster(call);
      const create = (keyArn: string) =>
        call("eks", "CreateCluster", {
          ...parameters,
          encryptionConfig: [{ provider: { keyArn }, resources: ["secrets"] }],
        });
      await refuses(create("arn:aws:kms:eu-west-1:1:key/none"), "InvalidParameterException", /does not exist/);
      const KeyId = (await call("kms", "CreateKey")).at("KeyMetadata").at("Arn").text;
      await call("kms", "ScheduleKeyDeletion", { KeyId });
      await refuses(create(KeyId), "InvalidParameterException", /is not enabled/);
    }));

  it("refuses log types that there are not", () =>
    refusesCluster(
      { logging: { clusterLogging: [{ types: ["everything"], enabled: true }] } },
      /must be one of api, audit/,
      "ParamValidation",
    ));

  it("makes the log group, without retention, where it is missing", () =>
    withAccount(async (inUse) => {
      const logging = { clusterLogging: [{ types: ["api"], enabled: true }] };
      await createCluster(inUse, { logging });
      const groups = await inUse.call("logs", "DescribeLogGroups", { logGroupNamePrefix: "/aws/eks/sample/cluster" });
      assert.equal(groups.at("logGroups").only.at("retentionInDays").value, undefined);
    }));

  it("makes whoever creates it an administrator, unless told otherwise", () =>
    withAccount(async (inUse) => {
      await createCluster(inUse);
      const policies = await inUse.call("eks", "ListAssociatedAccessPolicies", {
        clusterName: "sample",
        principalArn: "arn:aws:iam::111122223333:user/deployer",
      });
      const { only } = policies.at("associatedAccessPolicies");
      assert.match(only.at("policyArn").text, /AmazonEKSClusterAdminPolicy$/);
    }));
});

describe("the stand-in for EKS, when a cluster is changed", () => {
  const update = ({ call }: AccountInUse, parameters: object) =>
    call("eks", "UpdateClusterConfig", { name: "sample", ...parameters });

  it("refuses any upgrade but to the next minor version", () =>
    withAccount(async (inUse) => {
      await createCluster(inUse);
      const upgrade = (version: string) => inUse.call("eks", "UpdateClusterVersion", { name: "sample", version });
      await refuses(upgrade("1.36"), "InvalidParameterException", /minor version update from 1\.34 to 1\.36/);
      await refuses(upgrade("1.33"), "InvalidParameterException", /minor version update from 1\.34 to 1\.33/);
      await refuses(upgrade("1.34"), "InvalidParameterException", /already at the desired version/);
      await upgrade("1.35");
      await inUse.account.settled();
      const described = await inUse.call("eks", "DescribeCluster", { name: "sample" });
      assert.equal(described.at("cluster").at("version").text, "1.35");
    }));

  it("refuses two kinds of changes at once, a change to what it is, and one while another runs", () =>
    withAccount(async (inUse) => {
      await createCluster(inUse);
      const both = { deletionProtection: true, upgradePolicy: { supportType: "STANDARD" } };
      await refuses(update(inUse, both), "InvalidParameterException", /Only one type of update/);
      const same = { resourcesVpcConfig: { endpointPrivateAccess: true } };
      await refuses(update(inUse, same), "InvalidParameterException", /already at the desired configuration/);
      await update(inUse, { deletionProtection: true });
      const second = update(inUse, { resourcesVpcConfig: { endpointPublicAccess: false } });
      await refuses(second, "ResourceInUseException", /update in progress/);
    }));

  it("refuses to go back to the aws-auth ConfigMap", () =>
    withAccount(async (inUse) => {
      await createCluster(inUse);
      const back = update(inUse, { accessConfig: { authenticationMode: "CONFIG_MAP" } });
      await refuses(back, "InvalidParameterException", /from API to CONFIG_MAP/);
    }));
});

describe("the stand-in for EKS, when a cluster is deleted", () => {
  const remove = ({ call }: AccountInUse) => call("eks", "DeleteCluster", { name: "sample" });

  it("refuses while deletion protection is on", () =>
    withAccount(async (inUse) => {
      await createCluster(inUse, { deletionProtection: true });
      await refuses(remove(inUse), "InvalidRequestException", /deletion protection/);
    }));

  it("refuses while it has Fargate profiles, those that are being deleted too", () =>
    withAccount(async (inUse) => {
      const { account, call } = inUse;
      const sample = await createCluster(inUse);
      await call("eks", "CreateFargateProfile", profileParameters(sample));
      await refuses(remove(inUse), "ResourceInUseException", /Fargate profiles attached: system/);
      await account.settled();
      await call("eks", "DeleteFargateProfile", { clusterName: "sample", fargateProfileName: "system" });
      await refuses(remove(inUse), "ResourceInUseException", /Fargate profiles attached: system/);
      await account.settled();
      await remove(inUse);
    }));

  it("takes add-ons, access entries, network interfaces and the security group with it", () =>
    withAccount(async (inUse) => {
      const { account, call } = inUse;
      const { vpcId, privateSubnetIds } = await createCluster(inUse);
      const [SubnetId] = privateSubnetIds;
      await call("eks", "CreateAddon", { clusterName: "sample", addonName: "coredns" });
      await account.settled();
      await refuses(call("ec2", "DeleteSubnet", { SubnetId }), "DependencyViolation", /dependencies/);
      await remove(inUse);
      await account.settled();
      const left = account.list().filter(({ kind }) => kind.startsWith("eks:") || kind === "ec2:network-interface");
      assert.deepEqual(left, []);
      await call("ec2", "DeleteSubnet", { SubnetId });
      const groups = await call("ec2", "DescribeSecurityGroups", { Filters: [{ Name: "vpc-id", Values: [vpcId] }] });
      assert.deepEqual(groups.at("SecurityGroups").items.length, 1);
    }));

  it("writes late lines, which bring a log group back that was deleted before", () =>
    withAccount(async (inUse) => {
      const { account, call } = inUse;
      await createCluster(inUse, { logging: { clusterLogging: [{ types: ["audit"], enabled: true }] } });
      await remove(inUse);
      await call("logs", "DeleteLogGroup", { logGroupName: "/aws/eks/sample/cluster" });
      await account.settled();
      assert.ok(account.list().some(({ kind }) => kind === "logs:log-group"));
    }));
});
