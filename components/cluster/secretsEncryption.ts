import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { SecretsEncryptionArgs } from "./fargateClusterArgs";

export interface SecretsEncryptionOptions {
  clusterName: pulumi.Input<string>;
  encryption: SecretsEncryptionArgs | undefined;
  tags: pulumi.Output<Record<string, string>>;
}

/** ARN of the KMS key that encrypts the cluster's Secrets, made here unless one is given; undefined where none is to. */
export function secretsEncryptionKeyArn(
  name: string,
  { clusterName, encryption, tags }: SecretsEncryptionOptions,
  parent: pulumi.Resource,
): pulumi.Input<string> | undefined {
  if (encryption === undefined) return undefined;
  if (encryption.keyArn !== undefined) return pulumi.output(encryption.keyArn).apply((arn) => arn ?? "");
  const key = new aws.kms.Key(
    `${name}-secrets-key`,
    {
      description: pulumi.interpolate`Encrypts the Secrets of EKS cluster ${clusterName}`,
      enableKeyRotation: true,
      deletionWindowInDays: pulumi.output(encryption.deletionWindowInDays).apply((days) => days ?? 30),
      tags,
    },
    { parent },
  );
  return key.arn;
}
