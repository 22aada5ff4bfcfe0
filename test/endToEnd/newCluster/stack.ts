import { join } from "node:path";
import { PulumiStack, type ConfigValue } from "../../../local/pulumi/pulumiStack";
import { LOCAL_WEBHOOK_IMAGE } from "../../../local/webhookProgram";
import type { StandIns } from "./standIns";

export const REGION = "eu-west-1";

/** A stack that has everything that a stack can have, but for an image of its own. */
export const CONFIGURATION: Readonly<Record<string, ConfigValue>> = {
  "aws:region": REGION,
  image: LOCAL_WEBHOOK_IMAGE,
  publicAccessCidrs: ["81.2.69.0/24"],
  administrators: { operators: "arn:aws:iam::123456789012:role/operators" },
  fargateProfiles: {
    default: { selectors: [{ namespace: "default" }] },
    shop: { selectors: [{ namespace: "shop-*", labels: { tier: "front" } }], tags: { part: "shop" } },
    tools: { selectors: [{ namespace: "tools" }] },
  },
  logging: {},
  secretsEncryption: {},
  sidecars: { default: { spec: { containers: [{ name: "sidecar", image: "sidecar:1" }] } } },
  tags: { owner: "platform" },
};

/** The project's own Pulumi.yaml, as a stack of its own. */
export function createStack(
  { pulumi }: StandIns,
  stackName: string,
  changes: Readonly<Record<string, ConfigValue>> = {},
): Promise<PulumiStack> {
  return PulumiStack.create(pulumi, {
    projectDirectory: join(__dirname, "..", "..", ".."),
    stackName,
    config: { ...CONFIGURATION, ...changes },
  });
}
