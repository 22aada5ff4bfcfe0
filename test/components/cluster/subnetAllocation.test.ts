import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  contains,
  formatAddressRange,
  overlaps,
  parseAddressRange,
  type AddressRange,
} from "../../../components/cluster/addressRanges";
import { allocateSubnets, type SubnetRanges, type SubnetRequest } from "../../../components/cluster/subnetAllocation";
import { formatProblem } from "../../../injection/problem";

const VPC = "10.0.0.0/16";

function allocated(request: SubnetRequest): SubnetRanges {
  const allocation = allocateSubnets(request);
  if (allocation.kind === "refused") assert.fail(allocation.problems.map(formatProblem).join("\n"));
  return allocation.ranges;
}

function refused(request: Partial<SubnetRequest>): string[] {
  const allocation = allocateSubnets({ vpc: VPC, zones: 2, ...request });
  return allocation.kind === "refused" ? allocation.problems.map(formatProblem) : [];
}

function only(problems: readonly string[]): string {
  assert.equal(problems.length, 1, problems.join("\n"));
  return problems[0] ?? "";
}

function ranges(texts: readonly string[]): AddressRange[] {
  return texts.map((text) => parseAddressRange(text) ?? assert.fail(`${text} is not a range`));
}

/** A private range for a VPC, of any size that is allowed. */
const arbitraryVpc = fc
  .tuple(fc.constantFrom("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"), fc.integer({ min: 16, max: 24 }), fc.nat())
  .map(([space, prefixLength, index]) => {
    const [outer = { first: 0, prefixLength: 0 }] = ranges([space]);
    const parts = 2 ** (prefixLength - outer.prefixLength);
    return formatAddressRange({ first: outer.first + (index % parts) * 2 ** (32 - prefixLength), prefixLength });
  });

const arbitraryZones = fc.constantFrom(2, 3);

describe("the subnets of a VPC", () => {
  it("are a quarter of it for each zone's pods, and a sixteenth for what is public", () => {
    assert.deepEqual(allocated({ vpc: VPC, zones: 3 }), {
      private: ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18"],
      public: ["10.0.192.0/20", "10.0.208.0/20", "10.0.224.0/20"],
    });
  });

  it("lie inside it and apart from each other, large enough for EC2", () => {
    fc.assert(
      fc.property(arbitraryVpc, arbitraryZones, (vpc, zones) => {
        const subnets = allocated({ vpc, zones });
        const all = ranges([...subnets.private, ...subnets.public]);
        assert.equal(all.length, 2 * zones);
        for (const [index, subnet] of all.entries()) {
          assert.ok(ranges([vpc]).every((outer) => contains(outer, subnet)));
          assert.ok(subnet.prefixLength <= 28);
          assert.ok(!all.slice(index + 1).some((other) => overlaps(subnet, other)));
        }
      }),
    );
  });

  it("stay where they are when a third zone is added", () => {
    fc.assert(
      fc.property(arbitraryVpc, (vpc) => {
        const two = allocated({ vpc, zones: 2 });
        const three = allocated({ vpc, zones: 3 });
        assert.deepEqual({ private: three.private.slice(0, 2), public: three.public.slice(0, 2) }, two);
      }),
    );
  });

  it("are those that were given, in the order of the zones", () => {
    const privateSubnets = ["10.0.128.0/17", "10.0.0.0/18"];
    const publicSubnets = ["10.0.64.0/28", "10.0.64.16/28"];
    assert.deepEqual(allocated({ vpc: VPC, zones: 2, privateSubnets, publicSubnets }), {
      private: privateSubnets,
      public: publicSubnets,
    });
  });

  it("are lawful, or every objection names an argument, and asking again gives the same answer", () => {
    const subnet = fc.oneof(
      fc.constantFrom("10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18", "10.0.192.0/28", "10.0.192.16/28", "10.0.0.1/18"),
      arbitraryVpc,
      fc.string(),
    );
    const list = fc.option(fc.array(subnet, { maxLength: 4 }), { nil: undefined });
    const request = fc.record({
      vpc: fc.oneof(fc.constant(VPC), arbitraryVpc, fc.string()),
      zones: arbitraryZones,
      privateSubnets: list,
      publicSubnets: list,
      serviceCidrBlock: fc.option(fc.oneof(fc.constant("10.96.0.0/12"), subnet), { nil: undefined }),
    });
    fc.assert(
      fc.property(request, (any) => {
        const allocation = allocateSubnets(any);
        assert.deepEqual(allocateSubnets(any), allocation);
        if (allocation.kind === "refused") {
          assert.ok(allocation.problems.length > 0);
          const argument = /^(network\.cidrBlock|network\.(private|public)SubnetCidrBlocks(\[\d\])?|serviceCidrBlock)$/;
          for (const { path } of allocation.problems) assert.match(path, argument);
          return;
        }
        const all = ranges([...allocation.ranges.private, ...allocation.ranges.public]);
        assert.ok(all.every((one, at) => all.every((other, index) => index === at || !overlaps(one, other))));
        assert.ok(ranges([any.vpc]).every((vpc) => all.every((each) => contains(vpc, each))));
      }),
      { numRuns: 1000 },
    );
  });
});

describe("allocateSubnets refuses", () => {
  it("a VPC that EC2 would refuse or that is too small to be divided", () => {
    assert.equal(
      only(refused({ vpc: "10.0.0.0/8" })),
      'network.cidrBlock: "10.0.0.0/8" is too large; give a range from /16 to /24',
    );
    assert.match(only(refused({ vpc: "10.0.0.0/25" })), /^network\.cidrBlock: .* is too small; .* \/16 to \/24$/);
  });

  it("a VPC with bits behind the prefix, and shows the right one", () => {
    assert.match(only(refused({ vpc: "10.0.1.0/16" })), /^network\.cidrBlock: .*; give "10\.0\.0\.0\/16"$/);
  });

  it("a VPC with addresses that no host can have", () => {
    assert.match(only(refused({ vpc: "169.254.0.0/16" })), /^network\.cidrBlock: .* such as "10\.0\.0\.0\/16"$/);
  });

  it("another number of subnets than of zones", () => {
    assert.equal(
      only(refused({ privateSubnets: ["10.0.0.0/18"] })),
      "network.privateSubnetCidrBlocks: 1 address range for 2 zones; give one for each zone",
    );
  });

  it("a subnet outside the VPC", () => {
    assert.equal(
      only(refused({ privateSubnets: ["10.0.0.0/18", "10.1.0.0/18"] })),
      `network.privateSubnetCidrBlocks[1]: "10.1.0.0/18" is not inside the VPC's "10.0.0.0/16"`,
    );
  });

  it("a subnet that is too small, or does not begin where its range does", () => {
    assert.match(
      only(refused({ publicSubnets: ["10.0.192.0/29", "10.0.208.0/20"] })),
      /^network\.publicSubnetCidrBlocks\[0\]: .* is too small; give a range from \/16 to \/28$/,
    );
    assert.match(
      only(refused({ publicSubnets: ["10.0.192.1/20", "10.0.208.0/20"] })),
      /^network\.publicSubnetCidrBlocks\[0\]: .*; give "10\.0\.192\.0\/20"$/,
    );
  });

  it("two subnets with a common address, with the name of both", () => {
    assert.equal(
      only(refused({ privateSubnets: ["10.0.0.0/18", "10.0.32.0/20"] })),
      'network.privateSubnetCidrBlocks[1]: "10.0.32.0/20" overlaps with "10.0.0.0/18", ' +
        "given by network.privateSubnetCidrBlocks[0]; give a range outside it",
    );
  });

  it("a subnet that takes addresses of one that has its default range", () => {
    assert.equal(
      only(refused({ privateSubnets: ["10.0.0.0/18", "10.0.192.0/18"] })),
      'network.privateSubnetCidrBlocks[1]: "10.0.192.0/18" overlaps with "10.0.192.0/20", ' +
        "the default of network.publicSubnetCidrBlocks; give a range outside it",
    );
  });

  it("Services at public addresses, or in a range that EKS does not take", () => {
    assert.equal(
      only(refused({ serviceCidrBlock: "100.64.0.0/16" })),
      'serviceCidrBlock: "100.64.0.0/16" is not private; give a range inside 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16',
    );
    assert.match(
      only(refused({ serviceCidrBlock: "10.0.0.0/8" })),
      /^serviceCidrBlock: .* too large; .* \/12 to \/24$/,
    );
    assert.match(only(refused({ serviceCidrBlock: "172.20.0.0/28" })), /^serviceCidrBlock: .* is too small/);
  });

  it("Services at addresses of the VPC", () => {
    assert.equal(
      only(refused({ serviceCidrBlock: "10.0.128.0/20" })),
      `serviceCidrBlock: "10.0.128.0/20" overlaps with the VPC's "10.0.0.0/16"; give a range outside it`,
    );
  });
});
