import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { before, describe, it } from "mocha";
import { createClusterNetwork, type ClusterNetwork } from "../../../components/cluster/clusterNetwork";
import type { ClusterNetworkArgs } from "../../../components/cluster/fargateClusterArgs";
import { inputAt, recordStack, type RecordedResource, type RecordedStack, type RecordOptions } from "../recordedStack";

interface RecordedNetwork extends RecordedStack {
  network: ClusterNetwork;
  /** Inputs of the resource of that type, such as `Subnet`, and name. */
  inputsOf: (type: string, name: string) => Record<string, unknown>;
}

class Parent extends pulumi.ComponentResource {
  constructor() {
    super("test:index:Parent", "parent");
  }
}

class Cluster extends pulumi.CustomResource {
  constructor(options: pulumi.CustomResourceOptions) {
    super("test:index:Cluster", "cluster", {}, options);
  }
}

/** A network, and a cluster that depends on its routes and on nothing else. */
async function record(args: ClusterNetworkArgs = {}, options: RecordOptions = {}): Promise<RecordedNetwork> {
  let network: ClusterNetwork | undefined;
  const stack = await recordStack(() => {
    const tags = pulumi.output<Record<string, string>>({ team: "shop" });
    network = createClusterNetwork("it", args, { clusterName: pulumi.output("shop"), tags }, new Parent());
    new Cluster({ dependsOn: network.routes });
  }, options);
  assert.ok(network !== undefined);
  const inputsOf = (type: string, name: string): Record<string, unknown> => {
    const found = stack.resources.filter((resource) => resource.type.endsWith(`:${type}`) && resource.name === name);
    assert.equal(found.length, 1, `${found.length} of ${type} ${name}`);
    return found[0]?.inputs ?? {};
  };
  return { ...stack, network, inputsOf };
}

function namesOf({ resources }: RecordedStack, type: string): string[] {
  return resources.filter((resource) => resource.type.endsWith(`:${type}`)).map(({ name }) => name);
}

type TypeAndName = readonly [type: string, name: string];

/** Whether the last one is there as long as the first one, because the first one depends on it. */
function outlives({ resources }: RecordedStack, first: TypeAndName, last: TypeAndName): boolean {
  const find = ([type, name]: TypeAndName): RecordedResource => {
    const found = resources.find((resource) => resource.type.endsWith(`:${type}`) && resource.name === name);
    return found ?? assert.fail(`no ${type} ${name}`);
  };
  const reached = new Set<string>();
  const visit = ({ urn, dependencies, propertyDependencies }: RecordedResource): void => {
    if (reached.has(urn)) return;
    reached.add(urn);
    const needed = [...dependencies, ...Object.values(propertyDependencies).flat()];
    resources.filter((resource) => needed.includes(resource.urn)).forEach(visit);
  };
  visit(find(first));
  return reached.has(find(last).urn);
}

function ownOf({ resources }: RecordedStack): RecordedResource[] {
  return resources.filter(({ type }) => type.startsWith("aws:"));
}

describe("the network of a cluster", () => {
  let stack: RecordedNetwork;
  before(async () => {
    stack = await record();
  });

  it("has a private and a public subnet in each of two zones", () => {
    assert.deepEqual(namesOf(stack, "Subnet").sort(), ["it-private-1", "it-private-2", "it-public-1", "it-public-2"]);
    const { cidrBlock, availabilityZone } = stack.inputsOf("Subnet", "it-private-2");
    assert.deepEqual({ cidrBlock, availabilityZone }, { cidrBlock: "10.0.64.0/18", availabilityZone: "eu-west-1b" });
    assert.equal(stack.inputsOf("Subnet", "it-public-2").availabilityZone, "eu-west-1b");
  });

  it("resolves and gives names, which EKS insists on", () => {
    const { cidrBlock, enableDnsSupport, enableDnsHostnames } = stack.inputsOf("Vpc", "it-vpc");
    assert.deepEqual([cidrBlock, enableDnsSupport, enableDnsHostnames], ["10.0.0.0/16", true, true]);
  });

  it("gives nothing a public address by itself", () => {
    for (const name of namesOf(stack, "Subnet"))
      assert.equal(stack.inputsOf("Subnet", name).mapPublicIpOnLaunch, false);
  });

  it("gives the user's tags and a name to all that can be tagged", () => {
    const untaggable = ["Route", "RouteTableAssociation"];
    for (const resource of ownOf(stack)) {
      if (untaggable.includes(resource.type.split(":").pop() ?? "")) continue;
      assert.equal(inputAt(resource, "tags", "team"), "shop", resource.name);
      assert.match(String(inputAt(resource, "tags", "Name")), /^shop-/);
    }
  });

  it("tells load balancers of the cluster which subnets are for them", () => {
    const roles = { "kubernetes.io/cluster/shop": "shared", team: "shop" };
    assert.deepEqual(stack.inputsOf("Subnet", "it-public-1").tags, {
      ...roles,
      Name: "shop-public-1",
      "kubernetes.io/role/elb": "1",
    });
    assert.deepEqual(stack.inputsOf("Subnet", "it-private-1").tags, {
      ...roles,
      Name: "shop-private-1",
      "kubernetes.io/role/internal-elb": "1",
    });
  });

  it("names its resources after the component, which is the parent of them all", () => {
    for (const { name, parent } of ownOf(stack)) {
      assert.match(name, /^it-/);
      assert.match(parent, /test:index:Parent::parent$/);
    }
  });

  it("has one NAT gateway, in a public subnet, for all private ones", () => {
    assert.deepEqual(namesOf(stack, "NatGateway"), ["it-nat-1"]);
    assert.deepEqual(namesOf(stack, "Eip"), ["it-nat-1"]);
    assert.equal(stack.inputsOf("NatGateway", "it-nat-1").subnetId, "it-public-1");
    for (const name of ["it-private-1-nat", "it-private-2-nat"])
      assert.equal(stack.inputsOf("Route", name).natGatewayId, "it-nat-1");
  });

  it("leads out of the public subnets by the internet gateway, and of the private ones only by NAT", () => {
    const ways = ["it-private-1", "it-private-2", "it-public-1", "it-public-2"].map((subnet) => {
      const { routeTableId, subnetId } = stack.inputsOf("RouteTableAssociation", subnet);
      const routes = stack.resources.filter(
        (resource) => resource.type.endsWith(":Route") && resource.inputs.routeTableId === routeTableId,
      );
      const targets = routes.map(({ inputs }) => inputs.gatewayId ?? inputs.natGatewayId);
      return [subnetId, ...targets];
    });
    assert.deepEqual(ways, [
      ["it-private-1", "it-nat-1"],
      ["it-private-2", "it-nat-1"],
      ["it-public-1", "it-internet-gateway"],
      ["it-public-2", "it-internet-gateway"],
    ]);
  });

  it("lives until the cluster is gone, and then goes in the order that EC2 demands", () => {
    const everything = ["Route", "RouteTableAssociation", "NatGateway", "Eip", "Subnet", "InternetGateway", "Vpc"];
    for (const type of everything)
      for (const name of namesOf(stack, type)) assert.ok(outlives(stack, ["Cluster", "cluster"], [type, name]), name);
    for (const [first, last] of [
      [
        ["Route", "it-private-2-nat"],
        ["NatGateway", "it-nat-1"],
      ],
      [
        ["NatGateway", "it-nat-1"],
        ["Eip", "it-nat-1"],
      ],
      [
        ["NatGateway", "it-nat-1"],
        ["InternetGateway", "it-internet-gateway"],
      ],
      [
        ["NatGateway", "it-nat-1"],
        ["Subnet", "it-public-1"],
      ],
      [
        ["Eip", "it-nat-1"],
        ["InternetGateway", "it-internet-gateway"],
      ],
      [
        ["RouteTableAssociation", "it-public-2"],
        ["RouteTable", "it-public"],
      ],
      [
        ["RouteTableAssociation", "it-public-2"],
        ["Subnet", "it-public-2"],
      ],
      [
        ["RouteTable", "it-private-1"],
        ["Vpc", "it-vpc"],
      ],
      [
        ["Subnet", "it-private-1"],
        ["Vpc", "it-vpc"],
      ],
      [
        ["InternetGateway", "it-internet-gateway"],
        ["Vpc", "it-vpc"],
      ],
    ] as const)
      assert.ok(outlives(stack, first, last), `${first.join(" ")} before ${last.join(" ")}`);
  });

  it("is made with the internet gateway before the address and the NAT gateway", () => {
    const gateway = stack.only(":InternetGateway").urn;
    for (const type of [":Eip", ":NatGateway"]) assert.ok(stack.only(type).dependencies.includes(gateway), type);
  });

  it("leaves its subnets where they are when AWS opens or closes a zone", () => {
    const subnets = stack.resources.filter(({ type }) => type.endsWith(":Subnet"));
    assert.ok(subnets.every(({ ignoreChanges }) => ignoreChanges.includes("availabilityZone")));
  });

  it("previews before anything of it is there", async () => {
    const preview = await record({ zoneCount: 3, natGatewayPerZone: true }, { preview: true });
    assert.equal(namesOf(preview, "Subnet").length, 6);
  });
});

describe("the network of a cluster, with arguments,", () => {
  it("keeps all that it has when a third zone is added", async () => {
    const [two, three] = [await record(), await record({ zoneCount: 3 })];
    const all = new Map(three.resources.map(({ urn, inputs }) => [urn, inputs]));
    for (const { urn, inputs } of ownOf(two)) assert.deepEqual(all.get(urn), inputs, urn);
    assert.equal(three.inputsOf("Subnet", "it-private-3").availabilityZone, "eu-west-1c");
  });

  it("keeps the control plane in the first two zones, whatever their number", async () => {
    const seen: Record<string, string[]> = {};
    const { network } = await record({ zoneCount: 3 });
    network.controlPlaneSubnetIds.apply((ids) => (seen.controlPlane = ids));
    network.privateSubnetIds.apply((ids) => (seen.pods = ids));
    network.publicSubnetIds.apply((ids) => (seen.loadBalancers = ids));
    await new Promise(setImmediate);
    assert.deepEqual(seen, {
      controlPlane: ["it-private-1", "it-private-2"],
      pods: ["it-private-1", "it-private-2", "it-private-3"],
      loadBalancers: ["it-public-1", "it-public-2", "it-public-3"],
    });
  });

  it("has a NAT gateway and an address in each zone, and changes no more than routes for it", async () => {
    const [one, each] = [await record(), await record({ natGatewayPerZone: true })];
    assert.deepEqual(namesOf(each, "NatGateway"), ["it-nat-1", "it-nat-2"]);
    assert.equal(each.inputsOf("Route", "it-private-2-nat").natGatewayId, "it-nat-2");
    assert.equal(each.inputsOf("NatGateway", "it-nat-2").subnetId, "it-public-2");
    const all = new Map(each.resources.map(({ urn, inputs }) => [urn, inputs]));
    const changed = ownOf(one).filter(({ urn, inputs }) => JSON.stringify(all.get(urn)) !== JSON.stringify(inputs));
    assert.deepEqual(
      changed.map(({ name }) => name),
      ["it-private-2-nat"],
    );
  });

  it("takes zones and ranges as they are given", async () => {
    const stack = await record({
      cidrBlock: "10.1.0.0/20",
      availabilityZones: ["eu-west-1c", "eu-west-1a"],
      privateSubnetCidrBlocks: ["10.1.0.0/22", "10.1.4.0/22"],
      publicSubnetCidrBlocks: ["10.1.8.0/26", "10.1.8.64/26"],
    });
    const { cidrBlock, availabilityZone } = stack.inputsOf("Subnet", "it-public-2");
    assert.deepEqual([cidrBlock, availabilityZone], ["10.1.8.64/26", "eu-west-1a"]);
    // Other zones by name are another wish.
    assert.ok(stack.resources.every(({ ignoreChanges }) => !ignoreChanges.includes("availabilityZone")));
  });

  it("leaves the user's own name tag alone", async () => {
    const stack = await recordStack(() =>
      createClusterNetwork(
        "it",
        {},
        { clusterName: pulumi.output("shop"), tags: pulumi.output<Record<string, string>>({ Name: "mine" }) },
        new Parent(),
      ),
    );
    assert.equal(inputAt(stack.only(":Vpc"), "tags", "Name"), "mine");
  });
});
