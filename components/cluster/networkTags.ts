import * as pulumi from "@pulumi/pulumi";

/** What all parts of a cluster's network have in common. */
export interface NetworkOptions {
  /** Begins the name of every Pulumi resource. */
  name: string;
  parent: pulumi.Resource;
  /** Begins every `Name` tag, and is what load balancers look for. */
  clusterName: pulumi.Output<string>;
  /** Tags of every resource. */
  tags: pulumi.Output<Record<string, string>>;
}

type Tags = pulumi.Output<Record<string, string>>;

/** The user's tags and a name, unless the user's tags have one. */
export function networkTags({ clusterName, tags }: NetworkOptions, part: string): Tags {
  return pulumi
    .all([clusterName, tags])
    .apply(([cluster, shared]): Record<string, string> => ({ Name: `${cluster}-${part}`, ...shared }));
}

/**
 * The same, and what tells a controller for load balancers that the subnet is for those of the role: `elb` faces the
 * internet, `internal-elb` the VPC. Source: EKS User Guide, "VPC and subnet requirements".
 */
export function subnetTags(options: NetworkOptions, part: string, role: "elb" | "internal-elb"): Tags {
  return pulumi.all([options.clusterName, networkTags(options, part)]).apply(([cluster, tags]) => ({
    ...tags,
    [`kubernetes.io/role/${role}`]: "1",
    [`kubernetes.io/cluster/${cluster}`]: "shared",
  }));
}
