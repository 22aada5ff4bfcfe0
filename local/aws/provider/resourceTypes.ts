import { addon } from "./resources/addon";
import { cluster } from "./resources/cluster";
import { fargateProfile } from "./resources/fargateProfile";
import { logGroup } from "./resources/logGroup";
import { role } from "./resources/role";
import { rolePolicy, rolePolicyAttachment } from "./resources/rolePolicies";
import { subnet } from "./resources/subnet";
import { vpc } from "./resources/vpc";
import type { ResourceType } from "./resourceType";

/** Every resource type that the stand-in has. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  [vpc, subnet, role, rolePolicy, rolePolicyAttachment, logGroup, cluster, fargateProfile, addon].map((type) => [
    type.type,
    type,
  ]),
);
