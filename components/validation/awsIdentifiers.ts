import { describeValue } from "../../injection/problem";
import type { ArgumentCheck } from "./argumentChecks";

/**
 * The component's name begins the names of its AWS resources. The longest is that of the cluster's own IAM role, which
 * gets `-eks-eksRole-role-` and seven digits more, of 64 characters that IAM allows.
 */
export const clusterComponentNameProblem: ArgumentCheck = (value) =>
  typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$/.test(value)
    ? undefined
    : `${describeValue(value)} cannot begin the names of AWS resources; use up to 39 letters, digits, "-" and "_"`;

/** Source: EKS API, ClusterName. */
export const clusterNameProblem: ArgumentCheck = (value) =>
  typeof value === "string" && /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(value)
    ? undefined
    : `${describeValue(value)} is not a name for an EKS cluster; use up to 100 letters, digits, "-" and "_", ` +
      "with a letter or a digit first";

export const vpcIdProblem = resourceId("vpc", "a VPC");
export const subnetIdProblem = resourceId("subnet", "a subnet");

/** EC2 gives identifiers of 17 hexadecimal digits, and gave ones of 8 until 2018. */
function resourceId(prefix: string, what: string): ArgumentCheck {
  const pattern = new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`);
  return (value) =>
    typeof value === "string" && pattern.test(value)
      ? undefined
      : `${describeValue(value)} is not the identifier of ${what}; give one such as "${prefix}-0123456789abcdef0"`;
}

/** Zones of a region, not local or wavelength zones: EKS places no control plane there, and Fargate no pods. */
export const zoneNameProblem: ArgumentCheck = (value) => {
  if (typeof value === "string" && /^[a-z]{2}(-[a-z]+)+-[0-9][a-z]$/.test(value)) return undefined;
  const isId = typeof value === "string" && /^[a-z]{2,4}[0-9]-az[0-9]$/.test(value);
  const hint = isId ? "it is the zone's identifier; give its name" : "give one of the region's";
  return `${describeValue(value)} is not the name of an availability zone: ${hint}, such as "eu-west-1a"`;
};

const PARTITION = "arn:(aws(?:-[a-z]+)*)";
const ACCOUNT = "([0-9]{12})";
const IAM_NAME = "(?:[\\w+=,.@-]+/)*[\\w+=,.@-]+";
const ROLE = new RegExp(`^${PARTITION}:iam::${ACCOUNT}:role/${IAM_NAME}$`);
const USER = new RegExp(`^${PARTITION}:iam::${ACCOUNT}:user/${IAM_NAME}$`);
const ROOT = new RegExp(`^${PARTITION}:iam::${ACCOUNT}:root$`);
const SESSION = new RegExp(`^${PARTITION}:sts::${ACCOUNT}:assumed-role/([\\w+=,.@-]+)/.*$`);
const EXAMPLE_ROLE = "arn:aws:iam::123456789012:role/Administrator";

/** Who can be given an access entry. Source: EKS API, CreateAccessEntry. */
export const principalArnProblem: ArgumentCheck = (value) => {
  if (typeof value !== "string") return `${describeValue(value)} is not an ARN; give one such as "${EXAMPLE_ROLE}"`;
  if (ROLE.test(value) || USER.test(value)) return undefined;
  if (ROOT.test(value)) return `"${value}" is the whole account, which EKS lets in as nobody; give a role or a user`;
  return sessionProblem(value) ?? `"${value}" is not an IAM role or user; give an ARN such as "${EXAMPLE_ROLE}"`;
};

export const roleArnProblem: ArgumentCheck = (value) => {
  if (typeof value !== "string") return `${describeValue(value)} is not an ARN; give one such as "${EXAMPLE_ROLE}"`;
  if (ROLE.test(value)) return undefined;
  return sessionProblem(value) ?? `"${value}" is not an IAM role; give an ARN such as "${EXAMPLE_ROLE}"`;
};

/** `aws sts get-caller-identity` tells the ARN of a session, so that is what gets copied. */
function sessionProblem(arn: string): string | undefined {
  const [, partition, account, role] = SESSION.exec(arn) ?? [];
  if (partition === undefined || account === undefined || role === undefined) return undefined;
  const meant = `arn:${partition}:iam::${account}:role/${role}`;
  return `"${arn}" is a session that will end; give its role, "${meant}", with the path if it has one`;
}

/** EKS takes an alias too, but tells the key's own ARN afterwards, which would look like a change. */
export const keyArnProblem: ArgumentCheck = (value) => {
  const example = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
  const arn = typeof value === "string" ? /^arn:aws(?:-[a-z]+)*:kms:[a-z0-9-]+:[0-9]{12}:(.*)$/.exec(value) : null;
  if (arn?.[1]?.startsWith("alias/") === true) return `"${String(value)}" is an alias; give the ARN of its key`;
  if (/^key\/[A-Za-z0-9-]+$/.test(arn?.[1] ?? "")) return undefined;
  return `${describeValue(value)} is not the ARN of a KMS key; give one such as "${example}"`;
};

export const addOnVersionProblem: ArgumentCheck = (value) =>
  typeof value === "string" && /^v[0-9]+\.[0-9]+\.[0-9]+-eksbuild\.[0-9]+$/.test(value)
    ? undefined
    : `${describeValue(value)} is not a version of an EKS add-on; give one such as "v1.12.4-eksbuild.1"`;
