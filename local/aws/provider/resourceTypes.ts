import type { ResourceType } from "./resourceType";
import { accessEntry, accessPolicyAssociation } from "./resources/accessEntries";
import { addon } from "./resources/addon";
import { cluster } from "./resources/cluster";
import { lifecyclePolicy, repository } from "./resources/ecr";
import { eip } from "./resources/eip";
import { fargateProfile } from "./resources/fargateProfile";
import { internetGateway } from "./resources/internetGateway";
import { alias, key } from "./resources/kms";
import { logGroup } from "./resources/logGroup";
import { natGateway } from "./resources/natGateway";
import { openIdConnectProvider } from "./resources/openIdConnectProvider";
import { role } from "./resources/role";
import { rolePolicy, rolePolicyAttachment } from "./resources/rolePolicies";
import { route, routeTableAssociation } from "./resources/routes";
import { routeTable } from "./resources/routeTable";
import { subnet } from "./resources/subnet";
import { vpc } from "./resources/vpc";

const ALL: readonly ResourceType[] = [
  vpc,
  subnet,
  internetGateway,
  eip,
  natGateway,
  routeTable,
  route,
  routeTableAssociation,
  role,
  rolePolicy,
  rolePolicyAttachment,
  openIdConnectProvider,
  key,
  alias,
  logGroup,
  repository,
  lifecyclePolicy,
  cluster,
  fargateProfile,
  addon,
  accessEntry,
  accessPolicyAssociation,
];

/** Every resource type that the stand-in has. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(ALL.map((each) => [each.type, each]));
