import { describeValue, type Problem } from "../../injection/problem";
import type { WorkloadRoleArgs } from "../cluster/workloadRoleArgs";
import * as checks from "./argumentChecks";
import { awsTagsProblems } from "./awsTags";
import { duplicateProblems } from "./inputCollections";
import { inputProblems, objectProblems, problemAt, requiredInputProblems, type FieldsOf } from "./objectShape";

/** Everything that is wrong with the arguments of a WorkloadRole, as far as their values are known. */
export function validateWorkloadRoleArgs(name: string, args: WorkloadRoleArgs): Problem[] {
  return [...problemAt("name", nameProblem(name)), ...objectProblems("", args, FIELDS, argumentProblems)];
}

/** Longest name with which that of the IAM role, NAME-role-1234567, has room in 64 characters. */
const NAME_CHARACTERS = 51;

const nameProblem: checks.ArgumentCheck = (value) =>
  typeof value === "string" && value.length > NAME_CHARACTERS
    ? `${describeValue(value)} is longer than ${NAME_CHARACTERS} characters, which the name of the IAM role leaves room for`
    : checks.componentNameProblem(value);

const FIELDS: FieldsOf<WorkloadRoleArgs> = {
  oidcProviderArn: true,
  oidcIssuer: true,
  namespace: true,
  serviceAccountName: true,
  createServiceAccount: true,
  policyArns: true,
  policy: true,
  permissionsBoundary: true,
  tags: true,
};

function argumentProblems(args: WorkloadRoleArgs): Problem[] {
  const policyArns: unknown = args.policyArns ?? [];
  return [
    ...requiredInputProblems("oidcProviderArn", args.oidcProviderArn, oidcProviderArnProblem),
    ...requiredInputProblems("oidcIssuer", args.oidcIssuer, oidcIssuerProblem),
    ...requiredInputProblems("namespace", args.namespace, checks.dnsLabelProblem),
    ...requiredInputProblems("serviceAccountName", args.serviceAccountName, serviceAccountNameProblem),
    ...inputProblems("createServiceAccount", args.createServiceAccount, checks.booleanProblem),
    ...(Array.isArray(policyArns)
      ? [
          ...policyArns.flatMap((arn, index) => requiredInputProblems(`policyArns[${index}]`, arn, policyArnProblem)),
          ...duplicateProblems(
            policyArns.map((arn, index) => [`policyArns[${index}]`, arn] as const),
            (arn, first) => `${describeValue(arn)} is there already, at ${first}`,
          ),
        ]
      : [{ path: "policyArns", message: `${describeValue(policyArns)} where a list of policy ARNs is expected` }]),
    ...inputProblems("policy", args.policy, policyProblem),
    ...inputProblems("permissionsBoundary", args.permissionsBoundary, policyArnProblem),
    ...awsTagsProblems("tags", args.tags),
  ];
}

const oidcProviderArnProblem: checks.ArgumentCheck = (value) =>
  typeof value === "string" && /^arn:aws[\w-]*:iam::\d{12}:oidc-provider\/\S+$/.test(value)
    ? undefined
    : `${describeValue(value)} is not the ARN of an OIDC provider; give \`oidcProviderArn\` of the cluster`;

const oidcIssuerProblem: checks.ArgumentCheck = (value) =>
  typeof value === "string" && /^(https:\/\/)?[\w.-]+(\/[\w./-]+)?$/.test(value)
    ? undefined
    : `${describeValue(value)} is not an issuer; give \`oidcIssuer\` of the cluster`;

const serviceAccountNameProblem: checks.ArgumentCheck = (value) =>
  typeof value === "string" && value.length <= 253 && /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/.test(value)
    ? undefined
    : `${describeValue(value)} is not the name of a service account; use lower-case letters, digits, "-" and "."`;

const policyArnProblem: checks.ArgumentCheck = (value) =>
  typeof value === "string" && /^arn:aws[\w-]*:iam::(aws|\d{12}):policy\/\S+$/.test(value)
    ? undefined
    : `${describeValue(value)} is not the ARN of a policy, such as "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"`;

const policyProblem: checks.ArgumentCheck = (value) => {
  const expected = "where a policy as JSON text is expected, an object with `Statement`";
  if (typeof value !== "string") return `${describeValue(value)} ${expected}`;
  try {
    const policy: unknown = JSON.parse(value);
    if (typeof policy === "object" && policy !== null && "Statement" in policy) return undefined;
  } catch {
    // Said below.
  }
  return `${describeValue(value)} ${expected}`;
};
