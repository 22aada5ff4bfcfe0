import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Where the stack works: what ARNs are made of. */
export interface AwsSurroundings {
  /** `aws`, or the name of AWS in China or of its government clouds. */
  partition: pulumi.Output<string>;
  region: pulumi.Output<string>;
  accountId: pulumi.Output<string>;
}

/** Asks the AWS provider that the component was given. */
export function awsSurroundings(parent: pulumi.Resource): AwsSurroundings {
  return {
    partition: aws.getPartitionOutput({}, { parent }).partition,
    region: aws.getRegionOutput({}, { parent }).region,
    accountId: aws.getCallerIdentityOutput({}, { parent }).accountId,
  };
}
