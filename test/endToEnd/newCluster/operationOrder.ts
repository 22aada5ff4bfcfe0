import type { RecordedOperation } from "../../../local/pulumi/providerProxy/operationRecorder";

/** Names operations: "create aws:ec2/vpc:Vpc", or a part of it, or the resource's name in the program. */
export type OperationMatcher = (operation: RecordedOperation) => boolean;

/** Operations of one kind on resources of a type, or on one resource of a type and name. */
export function operationsOn(operation: RecordedOperation["operation"], type: string, name?: string): OperationMatcher {
  return (recorded) =>
    recorded.operation === operation &&
    (recorded.type === type || recorded.type.startsWith(`${type}/`)) &&
    (name === undefined || recorded.name === name);
}

/** What does not hold of "all of the first end before any of the second begins"; both have to be there. */
export function orderProblems(
  operations: readonly RecordedOperation[],
  before: OperationMatcher,
  after: OperationMatcher,
): string[] {
  const first = operations.filter(before);
  const second = operations.filter((operation) => after(operation) && !first.includes(operation));
  if (first.length === 0 || second.length === 0) return [`${first.length} before ${second.length} operations`];
  return first.flatMap((earlier) =>
    second
      .filter((later) => later.startedAt < earlier.endedAt)
      .map((later) => `${nameOf(later)} began before ${nameOf(earlier)} had ended`),
  );
}

/** Pairs of these operations that were under way at the same time. */
export function overlaps(operations: readonly RecordedOperation[], which: OperationMatcher): string[] {
  const chosen = operations.filter(which);
  return chosen.flatMap((one, index) =>
    chosen
      .slice(index + 1)
      .filter((other) => one.startedAt < other.endedAt && other.startedAt < one.endedAt)
      .map((other) => `${nameOf(one)} and ${nameOf(other)}`),
  );
}

function nameOf({ operation, type, name }: RecordedOperation): string {
  return `${operation} ${type} ${name}`;
}
