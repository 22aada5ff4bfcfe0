import { isJsonArray, isJsonObject, objectIn, objectsIn, stringsIn, type JsonObject, type JsonValue } from "../json";
import { addressFindings, namesExceptions } from "./addressFindings";
import { imageName } from "./imageName";
import type { LintFinding } from "./lintRule";

/** What a container expects of AWS that a pod on Fargate does not have. */
export function awsFindings(container: JsonObject, path: string): readonly LintFinding[] {
  return [
    ...regionFindings(container, path),
    ...environmentFindings(container, path),
    ...commandFindings(container, path),
    ...handlerFindings(container, path),
  ];
}

/** The same of the environment alone, as templates give it to app containers. */
export function environmentFindings({ env }: JsonObject, path: string): readonly LintFinding[] {
  return objectsIn(env).flatMap(({ name, value }, index): readonly LintFinding[] => {
    if (typeof name !== "string" || typeof value !== "string" || namesExceptions(name)) return [];
    const at = `${path}.env[${index}].value`;
    return name === "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" && value.includes(POD_IDENTITY_AUDIENCE)
      ? [{ rule: "pod-identity", path: at, message: POD_IDENTITY_TOKEN }]
      : addressFindings(value, at);
  });
}

/** A volume with the token of Pod Identity, as its webhook adds it. Asked of every volume of every new pod. */
export function findPodIdentity({ projected }: JsonObject, list: string, index: number, found: LintFinding[]): void {
  if (!isJsonObject(projected) || !isJsonArray(projected.sources)) return;
  for (let source = 0; source < projected.sources.length; source++) {
    const entry = projected.sources[source];
    if (!isJsonObject(entry) || !isJsonObject(entry.serviceAccountToken)) continue;
    if (entry.serviceAccountToken.audience !== POD_IDENTITY_AUDIENCE) continue;
    const path = `${list}[${index}].projected.sources[${source}]`;
    found.push({ rule: "pod-identity", path, message: POD_IDENTITY_TOKEN });
  }
}

/** Source: aws/amazon-eks-pod-identity-webhook. */
const POD_IDENTITY_AUDIENCE = "pods.eks.amazonaws.com";

const POD_IDENTITY_TOKEN =
  "is a token for EKS Pod Identity, which Fargate does not have: give the service account a role by IRSA";

function commandFindings({ command, args }: JsonObject, path: string): readonly LintFinding[] {
  return Object.entries({ command, args }).flatMap(([field, list]) =>
    stringsIn(list).flatMap((text, index, texts) =>
      isOfExceptions(texts[index - 1]) ? [] : addressFindings(text, `${path}.${field}[${index}]`),
    ),
  );
}

/** Tells whether what follows an argument is the value of an option such as `--no-proxy`. */
function isOfExceptions(previous: string | undefined): boolean {
  return previous !== undefined && /^--?[\w-]+$/.test(previous) && namesExceptions(previous);
}

/** What hooks and probes run, or ask. */
function handlerFindings(container: JsonObject, path: string): readonly LintFinding[] {
  const lifecycle = objectIn(container.lifecycle);
  const hooks = ["postStart", "preStop"].map((name) => [`lifecycle.${name}`, lifecycle[name]] as const);
  const probes = ["startupProbe", "readinessProbe", "livenessProbe"].map((name) => [name, container[name]] as const);
  return [...hooks, ...probes].flatMap(([place, handler]) => {
    if (!isJsonObject(handler)) return [];
    const { exec, httpGet, tcpSocket } = handler;
    const at = `${path}.${place}`;
    return [
      ...(isJsonObject(exec) ? commandFindings({ command: exec.command }, `${at}.exec`) : []),
      ...Object.entries({ httpGet, tcpSocket }).flatMap(([kind, target]) =>
        isJsonObject(target) && typeof target.host === "string"
          ? addressFindings(target.host, `${at}.${kind}.host`)
          : [],
      ),
    ];
  });
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
