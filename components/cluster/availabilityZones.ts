import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { lateArgumentError } from "../argumentError";

/** Number of zones where none is given: as many as EKS wants at least. */
export const DEFAULT_ZONE_COUNT = 2;

/**
 * Zones, by the identifier that is the same in every account, in which EKS places no control plane or Fargate no pods.
 * Sources: EKS User Guide, "VPC and subnet requirements"; ECS Developer Guide, "Supported Regions for Amazon ECS on AWS
 * Fargate".
 */
const UNFIT_ZONE_IDS = ["use1-az3", "usw1-az2", "cac1-az3", "apne1-az3", "cnn1-az3", "cnn1-az4"];

/**
 * Names of the first availability zones, in alphabetical order, of the provider's region that a cluster can use. Local
 * zones are left out, also those that the account has opted in to. The update ends with an error where there are fewer.
 */
export function firstAvailabilityZones(count: number, component: pulumi.Resource): pulumi.Output<string[]> {
  const available = aws.getAvailabilityZonesOutput(
    {
      state: "available",
      filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
      excludeZoneIds: UNFIT_ZONE_IDS,
    },
    { parent: component },
  );
  return available.names.apply((names) => {
    if (names.length >= count) return [...names].sort().slice(0, count);
    const message =
      `${count} zones are wanted, but this region has only ${names.length} for EKS on Fargate` +
      `${names.length === 0 ? "" : ` (${names.join(", ")})`}; give fewer, or use another region`;
    throw lateArgumentError(component, [{ path: "network.zoneCount", message }]);
  });
}
