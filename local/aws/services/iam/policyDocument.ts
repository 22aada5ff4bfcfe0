import { AwsError } from "../../awsError";
import { isObject } from "../../shape";

/** A statement of a policy, with lists where IAM also takes a single value. */
export interface PolicyStatement {
  effect: "Allow" | "Deny";
  actions: readonly string[];
  resources: readonly string[];
  /** By kind: `{ Service: ["eks.amazonaws.com"] }`. */
  principals: Readonly<Record<string, readonly string[]>>;
  /** By operator and key: `{ ArnLike: { "aws:SourceArn": ["arn:…"] } }`. */
  conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/**
 * Reads a policy document.
 * @throws AwsError MalformedPolicyDocument, as IAM does.
 */
export function parsePolicyDocument(document: string): PolicyStatement[] {
  let policy: unknown;
  try {
    policy = JSON.parse(document);
  } catch {
    throw malformed("This policy contains invalid Json");
  }
  if (!isObject(policy)) throw malformed("Syntax errors in policy.");
  const unknown = Object.keys(policy).find((key) => !["Version", "Id", "Statement"].includes(key));
  if (unknown !== undefined) throw malformed(`Syntax errors in policy: ${unknown} is not an element of one.`);
  if (policy.Version !== undefined && policy.Version !== "2012-10-17" && policy.Version !== "2008-10-17")
    throw malformed("Syntax errors in policy: Version");
  const statements: readonly unknown[] = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  return statements.map(parseStatement);
}

/** What a role may be used by has principals and no resources. */
export function parseTrustPolicy(document: string): PolicyStatement[] {
  const statements = parsePolicyDocument(document);
  for (const { actions, resources, principals } of statements) {
    if (resources.length > 0) throw malformed("Has prohibited field Resource");
    if (Object.keys(principals).length === 0) throw malformed("Missing required field Principal");
    if (actions.some((action) => !action.startsWith("sts:")))
      throw malformed("AssumeRole policy may only specify STS AssumeRole actions.");
  }
  return statements;
}

/** What a role may do has resources and no principals. */
export function parsePermissionsPolicy(document: string): PolicyStatement[] {
  const statements = parsePolicyDocument(document);
  for (const { resources, principals } of statements) {
    if (Object.keys(principals).length > 0) throw malformed("Policy document should not specify a principal.");
    if (resources.length === 0) throw malformed("Policy statement must contain resources.");
  }
  return statements;
}

const ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

function parseStatement(statement: unknown): PolicyStatement {
  if (!isObject(statement)) throw malformed("Syntax errors in policy: Statement");
  const unknown = Object.keys(statement).find((key) => !ELEMENTS.includes(key));
  if (unknown !== undefined) throw malformed(`Syntax errors in policy: ${unknown} is not an element of a statement.`);
  const { Effect, Principal, Condition } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") throw malformed("Syntax errors in policy: Effect");
  const actions = textsOf(statement.Action ?? statement.NotAction, "Action");
  if (actions.length === 0) throw malformed("Policy statement must contain actions.");
  const badAction = actions.find((action) => action !== "*" && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/.test(action));
  if (badAction !== undefined) throw malformed(`Actions/Conditions must be prefaced by a vendor: ${badAction}`);
  return {
    effect: Effect,
    actions,
    resources: textsOf(statement.Resource ?? statement.NotResource, "Resource"),
    principals: Principal === "*" ? { AWS: ["*"] } : listsOf(Principal, "Principal"),
    conditions: Object.fromEntries(
      Object.entries(fieldsOf(Condition, "Condition")).map(([operator, keys]) => [
        operator,
        listsOf(keys, "Condition"),
      ]),
    ),
  };
}

function listsOf(value: unknown, element: string): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(fieldsOf(value, element)).map(([key, each]) => [key, textsOf(each, element)]),
  );
}

function fieldsOf(value: unknown, element: string): Readonly<Record<string, unknown>> {
  if (value === undefined) return {};
  if (!isObject(value)) throw malformed(`Syntax errors in policy: ${element}`);
  return value;
}

function textsOf(value: unknown, element: string): string[] {
  if (value === undefined) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map((each) => {
    if (typeof each === "boolean" || typeof each === "number") return String(each);
    if (typeof each !== "string" || each === "") throw malformed(`Syntax errors in policy: ${element}`);
    return each;
  });
}

function malformed(message: string): AwsError {
  return new AwsError("MalformedPolicyDocument", message);
}
