/** What the engine did, or would do, to a resource. Replacements show as several of these. */
export type ResourceOperation = string;

/** One finished step of an update, in the order in which they finished. */
export interface ResourceStep {
  /** "same", "create", "update", "delete", "create-replacement", … */
  operation: ResourceOperation;
  urn: string;
  /** The resource's type: "kubernetes:core/v1:Namespace". */
  type: string;
  /** The resource's name in the program. */
  name: string;
  /** Whether it failed. */
  failed: boolean;
}

/** What an update, a preview or a destruction did. */
export interface UpdateSummary {
  /** How many resources had each operation; "same" among them. */
  changes: Readonly<Record<ResourceOperation, number>>;
  steps: readonly ResourceStep[];
}

/** Reads the event log of the Pulumi CLI: one JSON object a line. */
export function readEventLog(text: string): UpdateSummary {
  const events = text.split("\n").flatMap(parseLine);
  const summary = events.flatMap(({ summaryEvent }) => (isObject(summaryEvent) ? [summaryEvent] : [])).at(-1);
  return { changes: countsOf(summary?.resourceChanges), steps: events.flatMap(stepOf) };
}

/** Whether nothing was changed. */
export function isUnchanged(summary: UpdateSummary): boolean {
  return Object.entries(summary.changes).every(([operation, count]) => operation === "same" || count === 0);
}

type Fields = Readonly<Record<string, unknown>>;

/** The line that a killed CLI did not finish is left out. */
function parseLine(line: string): Fields[] {
  try {
    const event: unknown = JSON.parse(line);
    return isObject(event) ? [event] : [];
  } catch {
    return [];
  }
}

function stepOf(event: Fields): ResourceStep[] {
  const failed = isObject(event.resOpFailedEvent);
  const finished = failed ? event.resOpFailedEvent : event.resOutputsEvent;
  const metadata = isObject(finished) ? finished.metadata : undefined;
  if (!isObject(metadata)) return [];
  const { op, urn, type } = metadata;
  if (typeof op !== "string" || typeof urn !== "string" || typeof type !== "string") return [];
  return [{ operation: op, urn, type, name: urn.split("::").slice(3).join("::"), failed }];
}

function countsOf(changes: unknown): Record<ResourceOperation, number> {
  if (!isObject(changes)) return {};
  return Object.fromEntries(
    Object.entries(changes).flatMap(([operation, count]) => (typeof count === "number" ? [[operation, count]] : [])),
  );
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}
