import { readFileSync } from "node:fs";
import { join } from "node:path";
import { matchesWildcard } from "../../../injection/wildcard";

interface PolicyDocument {
  Statement: { Effect: string; Action: string | string[] }[];
}

/** Whether docs/aws-permissions.json allows an action, such as `eks:CreateCluster`. */
export function isDocumentedAction(action: string): boolean {
  return DOCUMENTED.some((pattern) => matchesWildcard(pattern, action));
}

const DOCUMENTED = (() => {
  const file = join(__dirname, "..", "..", "..", "docs", "aws-permissions.json");
  const policy = JSON.parse(readFileSync(file, "utf8")) as PolicyDocument;
  return policy.Statement.flatMap(({ Action }) => Action);
})();
