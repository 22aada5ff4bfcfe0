import { describeValue, type Problem } from "../../injection/problem";
import type { ArgumentCheck } from "./argumentChecks";
import { principalArnProblem } from "./awsIdentifiers";
import { duplicateProblems, eachValue, recordProblems } from "./inputCollections";
import { isPlain, problemAt } from "./objectShape";

const PATH = "administrators";

/** What is wrong with who may administer the cluster, as far as it is known. */
export function administratorsProblems(administrators: unknown): Problem[] {
  return [
    ...recordProblems(PATH, administrators, (path, arn, name) => [
      ...problemAt(path, administratorNameProblem(name)),
      ...eachValue(principalArnProblem)(path, arn),
    ]),
    ...principalProblems(administrators),
  ];
}

/** EKS has one access entry for each principal. */
function principalProblems(administrators: unknown): Problem[] {
  if (typeof administrators !== "object" || administrators === null || !isPlain(administrators)) return [];
  const entries = Object.entries(administrators).map(
    ([name, arn]: [string, unknown]) => [`${PATH}.${name}`, arn] as const,
  );
  return duplicateProblems(entries, (arn, first) => `"${arn}" is named already by ${first}; leave one of them out`);
}

/** It is a part of the names of Pulumi resources. */
const administratorNameProblem: ArgumentCheck = (name) =>
  typeof name === "string" && /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/.test(name)
    ? undefined
    : `${describeValue(name)} cannot be a name here; use up to 63 letters, digits, ".", "-" and "_"`;
