import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { firstAvailabilityZones } from "../../../components/cluster/availabilityZones";
import { recordStack } from "../recordedStack";

/** The zones that a stack in a region with the given ones gets. */
async function firstZones(count: number, availabilityZones: readonly string[]): Promise<string[]> {
  let zones: string[] = [];
  const program = (): object => ({
    zones: firstAvailabilityZones(count, new pulumi.ComponentResource("test:index:Parent", "parent")).apply(
      (names) => (zones = names),
    ),
  });
  await recordStack(program, { availabilityZones });
  return zones;
}

describe("the availability zones of a cluster", () => {
  it("are the first ones by name, in whatever order AWS tells them", async () => {
    assert.deepEqual(await firstZones(2, ["eu-west-1c", "eu-west-1a", "eu-west-1b"]), ["eu-west-1a", "eu-west-1b"]);
  });

  it("begin with the same two where three are asked for", async () => {
    assert.deepEqual(await firstZones(3, ["a-c", "a-d", "a-b", "a-a"]), ["a-a", "a-b", "a-c"]);
  });

  it("are an error that names the argument where the region has fewer", async () => {
    await assert.rejects(
      firstZones(3, ["us-west-1c", "us-west-1a"]),
      /network\.zoneCount: 3 zones are wanted, but this region has only 2 for EKS on Fargate \(us-west-1c, us-west-1a\); give/,
    );
  });
});
