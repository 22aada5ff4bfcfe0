import type { AccountContext } from "../../accountContext";
import { apiAction, type ApiAction } from "../../apiAction";
import { AwsError } from "../../awsError";
import { flag, listOf, objectOf, optional, text } from "../../shape";

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
    DescribeAvailabilityZones: apiAction(
      {
        AllAvailabilityZones: optional(flag),
        Filters: optional(listOf(objectOf({ Name: text, Values: listOf(text) }))),
      },
      ({ Filters }) => {
        const zones = zonesOf(context.region).map(({ name, id }) => ({
          ZoneName: name,
          ZoneId: id,
          ZoneType: "availability-zone",
          OptInStatus: "opt-in-not-required",
          State: "available",
          RegionName: context.region,
          GroupName: context.region,
        }));
        return {
          AvailabilityZones: zones.filter((zone) =>
            (Filters ?? []).every(({ Name, Values }) => Values.includes(fieldOf(zone, Name))),
          ),
        };
      },
    ),
  };
}

interface DescribedZone {
  ZoneName: string;
  ZoneId: string;
  ZoneType: string;
  OptInStatus: string;
  State: string;
  RegionName: string;
  GroupName: string;
}

function fieldOf(zone: DescribedZone, filter: string): string {
  switch (filter) {
    case "state":
      return zone.State;
    case "opt-in-status":
      return zone.OptInStatus;
    case "zone-name":
      return zone.ZoneName;
    case "zone-id":
      return zone.ZoneId;
    case "zone-type":
      return zone.ZoneType;
    case "region-name":
      return zone.RegionName;
    case "group-name":
      return zone.GroupName;
    default:
      throw new AwsError("InvalidParameterValue", `The filter '${filter}' is invalid`);
  }
}
