import { isDeepStrictEqual } from "node:util";
import type { ClusterArgs } from "@pulumi/eks/cluster";
import { InputPropertiesError, Output, type Inputs } from "@pulumi/pulumi";

/** The arguments of `eks.Cluster` that the stand-in passes on, whatever their value. */
const PASSED_ON = [
  "accessEntries",
  "createOidcProvider",
  "deletionProtection",
  "enabledClusterLogTypes",
  "encryptionConfigKeyArn",
  "endpointPrivateAccess",
  "endpointPublicAccess",
  "kubernetesServiceIpAddressRange",
  "name",
  "privateSubnetIds",
  "providerCredentialOpts",
  "publicAccessCidrs",
  "publicSubnetIds",
  "tags",
  "version",
  "vpcId",
] as const satisfies (keyof ClusterArgs)[];

/** Arguments that must have this value, because the real plugin makes something else for any other. */
const FIXED: readonly FixedArgument[] = [
  { name: "authenticationMode", value: "API", otherwise: "the real one writes the aws-auth ConfigMap" },
  { name: "bootstrapSelfManagedAddons", value: false, otherwise: "EKS installs add-ons that need nodes" },
  { name: "kubeProxyAddonOptions", field: "enabled", value: false, otherwise: "the real one makes the add-on" },
  { name: "skipDefaultNodeGroup", value: true, otherwise: "the real one makes nodes" },
  { name: "skipDefaultSecurityGroups", value: true, otherwise: "the real one makes security groups for nodes" },
  { name: "useDefaultVpcCni", value: true, otherwise: "the real one makes the VPC CNI add-on" },
];

/** Arguments that say only what is so without them. */
const REDUNDANT: readonly FixedArgument[] = [
  { name: "corednsAddonOptions", field: "enabled", value: false, otherwise: "the real one makes the add-on" },
  { name: "createInstanceRole", value: false, otherwise: "the real one makes a role for nodes" },
];

interface FixedArgument {
  name: keyof ClusterArgs;
  /** The one field of the argument that counts, where it is an object. */
  field?: string;
  value: unknown;
  /** What happens with other values. */
  otherwise: string;
}

interface Problem {
  propertyPath: string;
  reason: string;
}

/**
 * The inputs, as arguments for which the stand-in does what the real plugin does.
 * @throws InputPropertiesError that names every argument that it does not know, or not with this value.
 */
export function checkClusterArguments(inputs: Inputs): ClusterArgs {
  const known = new Set<string>([...PASSED_ON, ...[...FIXED, ...REDUNDANT].map(({ name }) => name)]);
  const errors: Problem[] = [
    ...Object.keys(inputs)
      .filter((name) => !known.has(name))
      .map((name) => ({ propertyPath: name, reason: "this stand-in for the eks provider does not know it" })),
    ...FIXED.flatMap((argument) => problemsOf(argument, inputs[argument.name])),
    ...REDUNDANT.filter(({ name }) => name in inputs).flatMap((argument) =>
      problemsOf(argument, inputs[argument.name]),
    ),
    ...readAtOnce(inputs)
      .filter(([, value]) => Output.isInstance(value))
      .map(([propertyPath]) => ({
        propertyPath,
        reason: "must not be an Output: the real plugin does not wait for it",
      })),
  ];
  if (errors.length > 0) throw new InputPropertiesError({ message: "eks.Cluster cannot be stood in for", errors });
  return inputs;
}

function problemsOf({ name, field, value, otherwise }: FixedArgument, given: unknown): Problem[] {
  const counts = field === undefined ? given : fieldOf(given, field);
  if (isDeepStrictEqual(counts, value)) return [];
  const propertyPath = field === undefined ? name : `${name}.${field}`;
  return [{ propertyPath, reason: `must be ${String(value)} for a cluster without nodes: else ${otherwise}` }];
}

/** What the real plugin reads at once: it takes a value that comes later for `true`, or for an object without fields. */
function readAtOnce({ createOidcProvider, accessEntries }: ClusterArgs): [path: string, value: unknown][] {
  const entries = Output.isInstance(accessEntries) ? [] : Object.entries(accessEntries ?? {});
  return [
    ["createOidcProvider", createOidcProvider],
    ["accessEntries", accessEntries],
    ...entries.flatMap(([name, entry]): [string, unknown][] => [
      [`accessEntries.${name}`, entry],
      [`accessEntries.${name}.accessPolicies`, entry.accessPolicies],
    ]),
  ];
}

function fieldOf(given: unknown, field: string): unknown {
  return typeof given === "object" && given !== null
    ? Object.entries(given).find(([key]) => key === field)?.[1]
    : given;
}
