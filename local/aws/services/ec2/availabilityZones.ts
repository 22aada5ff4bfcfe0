import type { AccountContext } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { flag, optional } from "../../shape";
import { filtered, filters } from "./filters";

export interface AvailabilityZone {
  /** "eu-west-1a" */
  name: string;
  /** The same in every account, unlike the name: "euw1-az1". */
  id: string;
}

/** The zones of a region. Three, as most regions have; us-east-1 has more, one of them without EKS. */
export function zonesOf(region: string): readonly AvailabilityZone[] {
  const [area = "", direction = "", number = ""] = region.split("-");
  const short = `${area}${direction.replace(/(north|south|east|west|central)/g, (word) => word.charAt(0))}${number}`;
  const letters = region === "us-east-1" ? ["a", "b", "c", "d", "e", "f"] : ["a", "b", "c"];
  return letters.map((letter, index) => ({ name: `${region}${letter}`, id: `${short}-az${index + 1}` }));
}

/** EC2's action for availability zones. */
export function availabilityZoneActions(context: AccountContext): Record<string, ApiAction> {
  return {
    DescribeAvailabilityZones: apiAction({ AllAvailabilityZones: optional(flag), Filters: filters }, ({ Filters }) => {
      const zones = zonesOf(context.region).map(({ name, id }) => ({
        ZoneName: name,
        ZoneId: id,
        ZoneType: "availability-zone",
        OptInStatus: "opt-in-not-required",
        State: "available",
        RegionName: context.region,
        GroupName: context.region,
      }));
      const wanted = filtered(zones, Filters, {
        state: ({ State }) => [State],
        "opt-in-status": ({ OptInStatus }) => [OptInStatus],
        "zone-name": ({ ZoneName }) => [ZoneName],
        "zone-id": ({ ZoneId }) => [ZoneId],
        "zone-type": ({ ZoneType }) => [ZoneType],
        "region-name": ({ RegionName }) => [RegionName],
        "group-name": ({ GroupName }) => [GroupName],
      });
      return { AvailabilityZones: wanted };
    }),
  };
}
