import type { V1Container, V1EnvVar, V1Pod } from "@kubernetes/client-node";
import { podFieldValue, type PodAddresses } from "./fieldReference";

/** Secrets and ConfigMaps of the pod's namespace, each as its plain text values. */
export interface KeyedObjects {
  secret(name: string): Readonly<Record<string, string>> | undefined;
  configMap(name: string): Readonly<Record<string, string>> | undefined;
}

/** The command line and variables of a container, or what they refer to and is not there (yet). */
export type ContainerInvocation =
  { kind: "complete"; command: string[]; environment: Record<string, string> } | { kind: "missing"; message: string };

class MissingReference extends Error {}

/**
 * Works out what runs in a container, as a kubelet does.
 * @param entryPoint the image's own command, which the container's `command` replaces
 * @param platform variables that the node adds, such as KUBERNETES_SERVICE_HOST; the container's own win
 */
export function containerInvocation(
  container: V1Container,
  entryPoint: readonly string[],
  platform: Readonly<Record<string, string>>,
  pod: V1Pod,
  addresses: PodAddresses,
  objects: KeyedObjects,
): ContainerInvocation {
  try {
    const environment: Record<string, string> = { ...platform, ...environmentFrom(container, objects) };
    for (const variable of container.env ?? []) {
      const value = variableValue(variable, environment, pod, addresses, objects);
      if (value !== undefined) environment[variable.name] = value;
    }
    const command = [...(container.command ?? entryPoint), ...(container.args ?? [])];
    return { kind: "complete", environment, command: command.map((word) => expandVariables(word, environment)) };
  } catch (error) {
    if (error instanceof MissingReference) return { kind: "missing", message: error.message };
    throw error;
  }
}

/**
 * Replaces `$(NAME)` by the variable. Unknown ones stay as they are, and `$$(NAME)` gives a literal `$(NAME)`.
 * Source: Kubernetes API reference, `Container.args`.
 */
export function expandVariables(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]*)\)/g, (match, name: string | undefined) => {
    if (name === undefined) return "$";
    return Object.hasOwn(variables, name) ? (variables[name] ?? match) : match;
  });
}

function environmentFrom(container: V1Container, objects: KeyedObjects): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { prefix = "", configMapRef, secretRef } of container.envFrom ?? []) {
    const data = configMapRef
      ? required(
          `ConfigMap ${configMapRef.name ?? ""}`,
          objects.configMap(configMapRef.name ?? ""),
          configMapRef.optional,
        )
      : secretRef
        ? required(`Secret ${secretRef.name ?? ""}`, objects.secret(secretRef.name ?? ""), secretRef.optional)
        : {};
    for (const [key, value] of Object.entries(data ?? {})) variables[`${prefix}${key}`] = value;
  }
  return variables;
}

function variableValue(
  { name, value, valueFrom }: V1EnvVar,
  environment: Readonly<Record<string, string>>,
  pod: V1Pod,
  addresses: PodAddresses,
  objects: KeyedObjects,
): string | undefined {
  if (valueFrom === undefined) return expandVariables(value ?? "", environment);
  const { fieldRef, secretKeyRef, configMapKeyRef } = valueFrom;
  if (fieldRef) return podFieldValue(pod, addresses, fieldRef.fieldPath);
  if (secretKeyRef) {
    const text = objects.secret(secretKeyRef.name ?? "")?.[secretKeyRef.key];
    return required(`key ${secretKeyRef.key} of Secret ${secretKeyRef.name ?? ""}`, text, secretKeyRef.optional);
  }
  if (configMapKeyRef) {
    const text = objects.configMap(configMapKeyRef.name ?? "")?.[configMapKeyRef.key];
    return required(
      `key ${configMapKeyRef.key} of ConfigMap ${configMapKeyRef.name ?? ""}`,
      text,
      configMapKeyRef.optional,
    );
  }
  throw new MissingReference(`a local container's variable ${name} cannot come from ${Object.keys(valueFrom).join()}`);
}

function required<T>(what: string, value: T | undefined, optional: boolean | undefined): T | undefined {
  if (value === undefined && optional !== true) throw new MissingReference(`${what} not found`);
  return value;
}
