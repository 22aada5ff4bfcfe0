import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { createNetwork, refuses, withAccount, type Call } from "./accountInUse";

describe("the stand-in for EC2", () => {
  it("refuses a VPC that is larger than /16 or smaller than /28", () =>
    withAccount(async ({ call }) => {
      for (const CidrBlock of ["10.0.0.0/15", "10.0.0.0/29"])
        await refuses(call("ec2", "CreateVpc", { CidrBlock }), "InvalidVpc.Range", /is invalid/);
      await refuses(
        call("ec2", "CreateVpc", { CidrBlock: "10.0.0.1/16" }),
        "InvalidParameterValue",
        /not a valid CIDR/,
      );
    }));

  it("refuses a subnet outside its VPC, of a wrong size, or over another one", () =>
    withAccount(async ({ call }) => {
      const { vpcId } = await createNetwork(call);
      const create = (CidrBlock: string) => call("ec2", "CreateSubnet", { VpcId: vpcId, CidrBlock });
      await refuses(create("10.1.0.0/24"), "InvalidSubnet.Range", /10\.1\.0\.0\/24/);
      await refuses(create("10.0.128.0/29"), "InvalidSubnet.Range", /is invalid/);
      await refuses(create("10.0.1.128/25"), "InvalidSubnet.Conflict", /conflicts with another subnet/);
    }));

  it("refuses a subnet in a zone of another region", () =>
    withAccount(async ({ call }) => {
      const { vpcId } = await createNetwork(call);
      const parameters = { VpcId: vpcId, CidrBlock: "10.0.9.0/24", AvailabilityZone: "us-east-1a" };
      await refuses(call("ec2", "CreateSubnet", parameters), "InvalidParameterValue", /eu-west-1a, eu-west-1b/);
    }));

  it("refuses DNS hostnames without DNS support", () =>
    withAccount(async ({ call }) => {
      const { vpcId: VpcId } = await createNetwork(call);
      await call("ec2", "ModifyVpcAttribute", { VpcId, EnableDnsSupport: { Value: false } });
      const hostnames = call("ec2", "ModifyVpcAttribute", { VpcId, EnableDnsHostnames: { Value: true } });
      await refuses(hostnames, "InvalidParameterCombination", /DNS support/);
    }));

  it("refuses a second internet gateway for a VPC", () =>
    withAccount(async ({ call }) => {
      const { vpcId: VpcId } = await createNetwork(call);
      const gateway = await call("ec2", "CreateInternetGateway");
      const InternetGatewayId = gateway.at("InternetGateway").at("InternetGatewayId").text;
      const attach = call("ec2", "AttachInternetGateway", { InternetGatewayId, VpcId });
      await refuses(attach, "InvalidParameterValue", /already has an internet gateway/);
    }));

  it("refuses a route over the internet gateway of another VPC, and a second route to the same range", () =>
    withAccount(async ({ call }) => {
      const one = await createNetwork(call);
      const other = await createNetwork(call, "10.1");
      const table = await call("ec2", "CreateRouteTable", { VpcId: one.vpcId });
      const route = {
        RouteTableId: table.at("RouteTable").at("RouteTableId").text,
        DestinationCidrBlock: "0.0.0.0/0",
      };
      await refuses(
        call("ec2", "CreateRoute", { ...route, GatewayId: other.internetGatewayId }),
        "InvalidParameterValue",
        /different networks/,
      );
      await call("ec2", "CreateRoute", { ...route, GatewayId: one.internetGatewayId });
      await refuses(
        call("ec2", "CreateRoute", { ...route, GatewayId: one.internetGatewayId }),
        "RouteAlreadyExists",
        /already exists/,
      );
    }));

  it("refuses a second route table for a subnet", () =>
    withAccount(async ({ call }) => {
      const { vpcId, publicSubnetId } = await createNetwork(call);
      const table = await call("ec2", "CreateRouteTable", { VpcId: vpcId });
      const RouteTableId = table.at("RouteTable").at("RouteTableId").text;
      const associate = call("ec2", "AssociateRouteTable", { RouteTableId, SubnetId: publicSubnetId });
      await refuses(associate, "Resource.AlreadyAssociated", /conflicts with an existing association/);
    }));

  it("lets a NAT gateway fail, after it was created, where the VPC has no internet gateway", () =>
    withAccount(async ({ account, call }) => {
      const network = await createNetwork(call);
      const { internetGatewayId: InternetGatewayId, vpcId: VpcId } = network;
      await call("ec2", "DetachInternetGateway", { InternetGatewayId, VpcId });
      const { natGatewayId } = await createNatGateway(call, network.publicSubnetId);
      await account.settled();
      const described = await call("ec2", "DescribeNatGateways", { NatGatewayIds: [natGatewayId] });
      const nat = described.at("NatGateways").only;
      assert.deepEqual([nat.at("State").text, nat.at("FailureCode").text], ["failed", "Gateway.NotAttached"]);
    }));

  it("holds on to address, subnet and internet gateway until the NAT gateway is gone", () =>
    withAccount(async ({ account, call }) => {
      const { publicSubnetId, internetGatewayId, vpcId } = await createNetwork(call);
      const { natGatewayId, AllocationId } = await createNatGateway(call, publicSubnetId);
      await account.settled();
      const detach = { InternetGatewayId: internetGatewayId, VpcId: vpcId };
      const refusedNow = async (): Promise<void> => {
        await refuses(call("ec2", "ReleaseAddress", { AllocationId }), "InvalidIPAddress.InUse", /in use/);
        await refuses(call("ec2", "DetachInternetGateway", detach), "DependencyViolation", /mapped public address/);
        await refuses(call("ec2", "DeleteSubnet", { SubnetId: publicSubnetId }), "DependencyViolation", /dependencies/);
      };
      await refusedNow();
      await call("ec2", "DeleteNatGateway", { NatGatewayId: natGatewayId });
      await refusedNow();
      await account.settled();
      await call("ec2", "ReleaseAddress", { AllocationId });
      await call("ec2", "DetachInternetGateway", detach);
      await call("ec2", "DeleteSubnet", { SubnetId: publicSubnetId });
    }));

  it("refuses to delete a route table that a subnet uses", () =>
    withAccount(async ({ call }) => {
      const { publicSubnetId } = await createNetwork(call);
      const tables = await call("ec2", "DescribeRouteTables", {
        Filters: [{ Name: "association.subnet-id", Values: [publicSubnetId] }],
      });
      const RouteTableId = tables.at("RouteTables").only.at("RouteTableId").text;
      await refuses(call("ec2", "DeleteRouteTable", { RouteTableId }), "DependencyViolation", /dependencies/);
    }));

  it("refuses to delete a VPC while anything is in it, and takes away with it what it made with it", () =>
    withAccount(async ({ account, call }) => {
      const vpc = await call("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16" });
      const VpcId = vpc.at("Vpc").at("VpcId").text;
      const made = account.list().map(({ kind }) => kind);
      assert.deepEqual(made, ["ec2:vpc", "ec2:route-table", "ec2:security-group", "ec2:network-acl"]);
      const subnet = await call("ec2", "CreateSubnet", { VpcId, CidrBlock: "10.0.0.0/24" });
      await refuses(call("ec2", "DeleteVpc", { VpcId }), "DependencyViolation", /has dependencies/);
      await call("ec2", "DeleteSubnet", { SubnetId: subnet.at("Subnet").at("SubnetId").text });
      await call("ec2", "DeleteVpc", { VpcId });
      assert.deepEqual(account.list(), []);
    }));

  it("refuses tags whose keys are AWS's own, and more than 50", () =>
    withAccount(async ({ call }) => {
      const tagged = (Tags: object[]) =>
        call("ec2", "CreateVpc", { CidrBlock: "10.0.0.0/16", TagSpecifications: [{ ResourceType: "vpc", Tags }] });
      await refuses(tagged([{ Key: "aws:mine", Value: "" }]), "InvalidParameterValue", /reserved/);
      const many = Array.from({ length: 51 }, (_, index) => ({ Key: `key${index}`, Value: "" }));
      await refuses(tagged(many), "TagLimitExceeded", /50 tags/);
    }));

  it("refuses parameters and actions that it does not know", () =>
    withAccount(async ({ account, call }) => {
      const parameters = { CidrBlock: "10.0.0.0/16", Ipv6CidrBlock: "::/0" };
      await refuses(call("ec2", "CreateVpc", parameters), "ParamValidation", /Ipv6CidrBlock is not known/);
      await refuses(call("ec2", "RunInstances"), "UnknownOperationException", /no ec2\.RunInstances/);
      assert.deepEqual(
        account.calls.map(({ action, error }) => [action, error?.code]),
        [
          ["CreateVpc", "ParamValidation"],
          ["RunInstances", "UnknownOperationException"],
        ],
      );
    }));
});

async function createNatGateway(call: Call, SubnetId: string): Promise<{ natGatewayId: string; AllocationId: string }> {
  const AllocationId = (await call("ec2", "AllocateAddress", { Domain: "vpc" })).at("AllocationId").text;
  const nat = await call("ec2", "CreateNatGateway", { SubnetId, AllocationId });
  return { natGatewayId: nat.at("NatGateway").at("NatGatewayId").text, AllocationId };
}
