import { isJsonArray, isJsonObject, objectsIn, stringsIn, type JsonObject, type JsonValue } from "../json";
import { imageName } from "./imageName";
import type { LintFinding } from "./lintRule";

/** What a container expects of AWS that a pod on Fargate does not have. */
export function awsFindings(container: JsonObject, path: string): readonly LintFinding[] {
  return [
    ...regionFindings(container, path),
    ...environmentFindings(container, path),
    ...commandFindings(container, path),
  ];
}

/** The same of the environment alone, as templates give it to app containers. */
export function environmentFindings({ env }: JsonObject, path: string): readonly LintFinding[] {
  return objectsIn(env).flatMap(({ name, value }, index): readonly LintFinding[] => {
    if (typeof name !== "string" || typeof value !== "string") return [];
    const at = `${path}.env[${index}].value`;
    if (isPodIdentity(name, value)) return [{ rule: "pod-identity", path: at, message: podIdentity(name) }];
    return isListOfExceptions(name) ? [] : metadataFindings(value, at);
  });
}

/** Text that names the metadata service of instances. */
export function metadataFindings(text: string, path: string): readonly LintFinding[] {
  const address = METADATA_ADDRESS.exec(text)?.[0];
  if (address === undefined) return [];
  return [
    { rule: "imds", path, message: `names ${address}, the metadata service of EC2, which Fargate does not have` },
  ];
}

/** A volume with the token of Pod Identity, as its webhook adds it. Asked of every volume of every new pod. */
export function findPodIdentity({ projected }: JsonObject, list: string, index: number, found: LintFinding[]): void {
  if (!isJsonObject(projected) || !isJsonArray(projected.sources)) return;
  for (let source = 0; source < projected.sources.length; source++) {
    const entry = projected.sources[source];
    if (!isJsonObject(entry) || !isJsonObject(entry.serviceAccountToken)) continue;
    if (entry.serviceAccountToken.audience !== POD_IDENTITY_AUDIENCE) continue;
    const path = `${list}[${index}].projected.sources[${source}]`;
    found.push({ rule: "pod-identity", path, message: podIdentity("the token") });
  }
}

/** Source: aws/amazon-eks-pod-identity-webhook. */
const POD_IDENTITY_AUDIENCE = "pods.eks.amazonaws.com";

function podIdentity(what: string): string {
  return `${what} is of EKS Pod Identity, which Fargate does not have: give the service account a role by IRSA`;
}

function isPodIdentity(name: string, value: string): boolean {
  return (
    (name === "AWS_CONTAINER_CREDENTIALS_FULL_URI" &&
      /169\.254\.170\.23(?!\d)|fd00:ec2::23(?![0-9a-f])/i.test(value)) ||
    (name === "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" && value.includes(POD_IDENTITY_AUDIENCE))
  );
}

const METADATA_ADDRESS = /(?<![\d.])169\.254\.169\.254(?![\d])|(?<![0-9a-f:])fd00:ec2::254(?![0-9a-f:])/i;

/** `NO_PROXY`, `APPMESH_EGRESS_IGNORED_IP` and the like name addresses to keep away from. */
function isListOfExceptions(name: string): boolean {
  return /no_?proxy|ignore|exclu|except|deny|denied|block|bypass|skip/i.test(name);
}

function commandFindings({ command, args }: JsonObject, path: string): readonly LintFinding[] {
  return Object.entries({ command, args }).flatMap(([field, list]) =>
    stringsIn(list).flatMap((text, index) =>
      isListOfExceptions(text) ? [] : metadataFindings(text, `${path}.${field}[${index}]`),
    ),
  );
}

/**
 * Agents that take the region from the instance where nothing else names one, by the last part of their images' names,
 * which mirrors keep.
 */
const AGENTS_OF_AWS: ReadonlySet<string> = new Set([
  "amazon-cloudwatch-agent",
  "amazon-kinesis-agent",
  "aws-appconfig-agent",
  "aws-appmesh-envoy",
  "aws-for-fluent-bit",
  "aws-otel-collector",
  "aws-secrets-manager-agent",
  "aws-sigv4-proxy",
  "aws-xray-daemon",
  "cloudwatch-agent",
]);

function regionFindings(container: JsonObject, path: string): readonly LintFinding[] {
  const { image, env, envFrom, command, args } = container;
  if (typeof image !== "string" || !AGENTS_OF_AWS.has(imageName(image).name)) return [];
  // Its variables may be anywhere.
  if (objectsIn(envFrom).length > 0) return [];
  const variables = objectsIn(env);
  const texts = [...stringsIn(command), ...stringsIn(args), ...variables.flatMap(({ value }) => textOf(value))];
  if (variables.some(namesRegion) || texts.some(holdsRegion)) return [];
  const message = `has no AWS_REGION, though ${imageName(image).name} needs a region, and Fargate has no instance to ask`;
  return [{ rule: "aws-region", path: `${path}.env`, message }];
}

/** `AWS_REGION`, `AWS_DEFAULT_REGION`, `SERVICE_REGION`, whatever gives the value. */
function namesRegion({ name }: JsonObject): boolean {
  return typeof name === "string" && /(^|_)REGION$/.test(name);
}

/** An option such as `--region`, a configuration with such a field, or the region itself. */
function holdsRegion(text: string): boolean {
  return /\bregion\b/i.test(text) || /\b[a-z]{2}(-[a-z]{2,12}){1,3}-\d\b/.test(text);
}

function textOf(value: JsonValue | undefined): readonly string[] {
  return typeof value === "string" ? [value] : [];
}
