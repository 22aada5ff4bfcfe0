import type * as pulumi from "@pulumi/pulumi";

/** Arguments of FargateCluster. */
export interface FargateClusterArgs {
  /**
   * Name of the EKS cluster. It is part of other names, such as that of the log group, so it is never made up.
   *
   * @default - the component's name, "-", the stack's name
   */
  clusterName?: pulumi.Input<string | undefined>;

  /**
   * Minor version of Kubernetes, such as `1.35`. EKS upgrades one minor version at a time. Pods on Fargate keep their old
   * kubelet until they are restarted. Set it, or a later release of this package may upgrade the cluster.
   *
   * @default "1.35"
   */
  version?: pulumi.Input<string | undefined>;

  /**
   * The VPC that is made for the cluster.
   *
   * @default - 10.0.0.0/16 with a private and a public subnet in each of two zones, and one NAT gateway
   */
  network?: ClusterNetworkArgs | undefined;

  /**
   * Your own VPC in place of a new one; goes with `privateSubnetIds`. Its subnets have to reach the internet or the VPC
   * endpoints of ECR, S3, STS, EKS and CloudWatch Logs, and are not tagged by this package.
   */
  vpcId?: pulumi.Input<string | undefined>;

  /**
   * Private subnets of your own VPC, in at least two zones. Fargate takes only subnets without a route to an internet
   * gateway.
   */
  privateSubnetIds?: pulumi.Input<pulumi.Input<string>[] | undefined>;

  /**
   * Address range of the cluster's Services. It must not overlap with the VPC. Another one later replaces the cluster.
   *
   * @default - chosen by EKS: 10.100.0.0/16 or 172.20.0.0/16
   */
  serviceCidrBlock?: string | undefined;

  /**
   * Whether the API server can be reached from outside the VPC. Without it `pulumi up` has to run inside the VPC or a
   * network connected to it, or the injector cannot be installed. It can always be reached from inside.
   *
   * @default true
   */
  endpointPublicAccess?: boolean | undefined;

  /**
   * Address ranges from which the public endpoint may be reached. Required unless `endpointPublicAccess` is false;
   * `0.0.0.0/0` opens it to everybody and draws a warning.
   */
  publicAccessCidrs?: pulumi.Input<pulumi.Input<string>[] | undefined>;

  /**
   * Who may do everything in the cluster: a name of your choice for each, and the ARN of an IAM role or user. Never whoever
   * runs the first `pulumi up`: EKS has let them in already, and refuses a second entry.
   */
  administrators?: Record<string, pulumi.Input<string>> | undefined;

  /**
   * Logs of the control plane to write to CloudWatch Logs, of `api`, `audit`, `authenticator`, `controllerManager` and
   * `scheduler`.
   *
   * @default ["api", "audit", "authenticator"]
   */
  clusterLogTypes?: pulumi.Input<pulumi.Input<string>[] | undefined>;

  /**
   * Days for which the logs of the control plane are kept, as one of the numbers that CloudWatch Logs knows.
   *
   * @default 30
   */
  clusterLogRetentionDays?: pulumi.Input<number | undefined>;

  /**
   * Encrypts Secrets with a KMS key before they reach etcd. Once on, EKS neither switches it off nor takes another key:
   * leaving it out later makes Pulumi replace the cluster, and another `keyArn` leaves the cluster with the first key,
   * which is then deleted.
   *
   * @default - AWS's own encryption of etcd alone
   */
  secretsEncryption?: SecretsEncryptionArgs | undefined;

  /**
   * Lets EKS refuse to delete the cluster, and Pulumi refuse at the preview of a destroy. Switch it off by an update
   * before `pulumi destroy`.
   *
   * @default false
   */
  deletionProtection?: pulumi.Input<boolean | undefined>;

  /**
   * Fargate profiles by name. A pod gets the first one, in alphanumeric order of the names, that has a selector for it;
   * the name is the key of its sidecars. `system` is taken: it is the profile of CoreDNS and of the injector.
   *
   * A profile cannot be changed: new selectors or subnets delete it, which stops its pods, and make it again; the pods
   * then have to be restarted, because those that came meanwhile stay pending. To move without a gap, add a second
   * profile, restart the pods, and remove the first.
   *
   * @default - a profile `default` for the namespace `default`; name it too where others are given and it is to stay
   */
  fargateProfiles?: Record<string, FargateProfileArgs> | undefined;

  /**
   * Namespaces in which you are going to run pods. One that no profile selects draws a warning, because its pods would
   * stay pending.
   *
   * @default ["default"]
   */
  namespaces?: string[] | undefined;

  /**
   * Sends what containers print to CloudWatch Logs, by the log router that is built into Fargate: no sidecar is needed.
   *
   * @default - not sent anywhere
   */
  logging?: FargateLoggingArgs | undefined;

  /**
   * Version of the CoreDNS add-on, such as `v1.12.4-eksbuild.1`.
   *
   * @default - EKS's default for the version of Kubernetes at the time when the add-on is created
   */
  coreDnsVersion?: pulumi.Input<string | undefined>;

  /**
   * How the kubeconfig logs in. Needed where the stack uses an AWS provider of its own, because the kubeconfig then
   * cannot rely on the credentials of the environment.
   */
  kubeconfigCredentials?: KubeconfigCredentialsArgs | undefined;

  /**
   * Tags of every AWS resource.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** A VPC with a private and a public subnet in each zone. Pods run in the private ones and go out through NAT. */
export interface ClusterNetworkArgs {
  /**
   * Address range of the VPC, from /16 to /24. Every pod takes an address.
   *
   * @default "10.0.0.0/16"
   */
  cidrBlock?: string | undefined;

  /**
   * Number of availability zones, 2 or 3. A third one can be added later and changes nothing of the network of the first
   * two; profiles without subnets of their own are made again, with the third.
   *
   * @default 2
   */
  zoneCount?: number | undefined;

  /**
   * The zones by name, as many as `zoneCount` says.
   *
   * @default - the first ones of the region in which EKS places control planes
   */
  availabilityZones?: string[] | undefined;

  /**
   * A NAT gateway in each zone in place of one for all, so that the loss of a zone does not cut off the others. Each
   * costs about as much as another one.
   *
   * @default false
   */
  natGatewayPerZone?: boolean | undefined;

  /**
   * Address ranges of the private subnets, one for each zone.
   *
   * @default - a quarter of the VPC for each
   */
  privateSubnetCidrBlocks?: string[] | undefined;

  /**
   * Address ranges of the public subnets, one for each zone.
   *
   * @default - a sixteenth of the VPC for each, from its last quarter
   */
  publicSubnetCidrBlocks?: string[] | undefined;
}

/** The key with which Secrets are encrypted. */
export interface SecretsEncryptionArgs {
  /**
   * ARN of your own symmetric KMS key in the region of the cluster.
   *
   * @default - a key made for the cluster, with yearly rotation
   */
  keyArn?: pulumi.Input<string | undefined>;

  /**
   * Days, 7 to 30, that the key made here stays recoverable after `pulumi destroy`, before AWS deletes it.
   *
   * @default 30
   */
  deletionWindowInDays?: pulumi.Input<number | undefined>;
}

/** A Fargate profile: which pods run on Fargate, and where. */
export interface FargateProfileArgs {
  /**
   * One to five; a pod has to match one of them.
   */
  selectors: FargateProfileSelectorArgs[];

  /**
   * Private subnets for the pods of this profile.
   *
   * @default - all private subnets of the cluster
   */
  subnetIds?: pulumi.Input<pulumi.Input<string>[] | undefined>;

  /**
   * Tags of the profile, besides those of the cluster.
   */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** Pods by namespace and labels. `*` stands for any characters and `?` for one, in each text. */
export interface FargateProfileSelectorArgs {
  /**
   * Namespace of the pods.
   */
  namespace: string;

  /**
   * Up to five labels, all of which the pods have to carry.
   */
  labels?: Record<string, string> | undefined;
}

/** The log router of Fargate, a Fluent Bit outside the pod's containers. A change reaches new pods only. */
export interface FargateLoggingArgs {
  /**
   * Days for which the logs are kept, as one of the numbers that CloudWatch Logs knows.
   *
   * @default 30
   */
  retentionDays?: pulumi.Input<number | undefined>;

  /**
   * `[FILTER]` sections of Fluent Bit in place of the default ones, which split the runtime's prefix off each line and
   * add namespace, pod and container.
   */
  filters?: pulumi.Input<string | undefined>;

  /**
   * `[PARSER]` sections of Fluent Bit, besides the default one, `crio`.
   */
  parsers?: pulumi.Input<string | undefined>;
}

/** Whose credentials the kubeconfig uses; see `aws eks get-token`. */
export interface KubeconfigCredentialsArgs {
  /**
   * Profile of the AWS CLI's configuration.
   */
  profileName?: pulumi.Input<string>;

  /**
   * ARN of a role to assume. It needs access to the cluster: name it in `administrators`, unless it creates the cluster.
   */
  roleArn?: pulumi.Input<string>;
}
