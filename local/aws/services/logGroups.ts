import type { Tags } from "../tags";

export interface LogGroup {
  name: string;
  /** Undefined: kept for ever. */
  retentionInDays: number | undefined;
  kmsKeyId: string | undefined;
  tags: Tags;
}

/** Everything that CloudWatch Logs knows. */
export class LogGroups {
  readonly byName = new Map<string, LogGroup>();

  /** What a service of AWS does that writes logs: where the group is missing, it makes one that keeps them for ever. */
  writeAsService(name: string): void {
    if (this.byName.has(name)) return;
    this.byName.set(name, { name, retentionInDays: undefined, kmsKeyId: undefined, tags: {} });
  }
}
