import type { Tags } from "../tags";

export interface Key {
  id: string;
  arn: string;
  description: string;
  policy: string;
  enableKeyRotation: boolean;
  isEnabled: boolean;
  /** Undefined unless it is to be deleted. */
  deletionDate: string | undefined;
  createdAt: string;
  tags: Tags;
}

/** Everything that KMS knows: symmetric keys for encryption, and their aliases. */
export class Keys {
  /** By id. */
  readonly byId = new Map<string, Key>();
  /** Ids of keys, by the alias with "alias/". */
  readonly aliases = new Map<string, string>();

  /** The key with this id, ARN, alias or ARN of an alias. */
  find(idOrArn: string): Key | undefined {
    const name = idOrArn.startsWith("arn:") ? idOrArn.split(":").slice(5).join(":") : idOrArn;
    if (name.startsWith("alias/")) return this.byId.get(this.aliases.get(name) ?? "");
    return this.byId.get(name.replace(/^key\//, ""));
  }
}
