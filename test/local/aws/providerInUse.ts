import assert from "node:assert/strict";
import { AwsClient } from "../../../local/aws/provider/awsClient";
import { ResourceProvider, type ResourceState } from "../../../local/aws/provider/resourceProvider";
import { RESOURCE_TYPES } from "../../../local/aws/provider/resourceTypes";
import { withAccount, type AccountInUse } from "./accountInUse";

/** An account with the provider that works on it. */
export interface ProviderInUse extends AccountInUse {
  provider: ResourceProvider;
  aws: AwsClient;
}

/** Runs the test with an account and a provider of its own. */
export function withProvider(test: (inUse: ProviderInUse) => Promise<void>): Promise<void> {
  return withAccount(async (inUse) => {
    const aws = new AwsClient(inUse.account.environment.STAND_IN_AWS_URL ?? "", new AbortController().signal);
    await test({ ...inUse, aws, provider: new ResourceProvider(aws, RESOURCE_TYPES) });
  });
}

/** Checks and creates a resource, as the engine does. */
export async function create({ provider }: ProviderInUse, type: string, given: object): Promise<ResourceState> {
  const { inputs, problems } = provider.check(type, "sample", {}, { ...given });
  assert.deepEqual(problems, []);
  return provider.create(type, inputs);
}
