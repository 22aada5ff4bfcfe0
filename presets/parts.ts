/** What several presets have in common. */

/**
 * Begins the annotations of presets. `fargate-sidecar-injector/` itself belongs to the injector, which lets no template
 * write it.
 */
export const ANNOTATION_PREFIX = "presets.fargate-sidecar-injector/";

/** Key of the annotation in which the configuration file of a preset's agent travels. */
export function configAnnotation(preset: string): `${typeof ANNOTATION_PREFIX}${string}` {
  return `${ANNOTATION_PREFIX}${preset}`;
}

/** The volume in which that annotation is a file. Only the pod itself is read, so there is no ConfigMap to copy around. */
export function configVolume<Name extends string>(preset: string, name: Name, file: string) {
  const fieldPath = `metadata.annotations['${configAnnotation(preset)}']`;
  return { name, downwardAPI: { items: [{ path: file, fieldRef: { fieldPath } }] } };
}

/** Every preset lets its image be another one: companies mirror. */
export function imageParameter<const Image extends string>(image: Image) {
  return { default: image, pattern: "[A-Za-z0-9][A-Za-z0-9._:/@-]*" } as const;
}

/**
 * Without a default: a wrong region would look as if it worked. The configuration gives one with `default`; a pod of
 * another region may say its own.
 */
export const REGION_PARAMETER = {
  annotation: `${ANNOTATION_PREFIX}region`,
  pattern: "[a-z]{2}(-[a-z]+)+-[0-9]+",
} as const;

export function cpuParameter<const Cpu extends string>(preset: string, cpu: Cpu) {
  return {
    annotation: `${configAnnotation(preset)}-cpu`,
    type: "quantity",
    default: cpu,
    pattern: "[1-9][0-9]*m?",
  } as const;
}

export function memoryParameter<const Memory extends string>(preset: string, memory: Memory) {
  return {
    annotation: `${configAnnotation(preset)}-memory`,
    type: "quantity",
    default: memory,
    pattern: "[1-9][0-9]*(Mi|Gi)",
  } as const;
}

/** Requests equal limits, as the EKS User Guide asks of containers on Fargate ("Fargate Pod configuration"). */
export const RESOURCES = {
  requests: { cpu: "${cpu}", memory: "${memory}" },
  limits: { cpu: "${cpu}", memory: "${memory}" },
} as const;

/** What the level `restricted` of the Pod Security Standards asks of a container, and a root filesystem to read only. */
export function restricted(userId: number, groupId = userId) {
  return {
    runAsNonRoot: true,
    runAsUser: userId,
    runAsGroup: groupId,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  } as const;
}

/**
 * Asks over HTTP whether an agent is alive. Agents have no startup and no readiness probe: an agent that does not work
 * must neither keep the app from starting nor take it out of its Services.
 */
export function aliveOverHttp(path: string, port: string | number) {
  return {
    httpGet: { path, port },
    initialDelaySeconds: 10,
    periodSeconds: 20,
    timeoutSeconds: 3,
    failureThreshold: 3,
  };
}

/** The name of the pod, which is not known yet when the pod is admitted. */
export const POD_NAME = { name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } } as const;

/** The region for AWS SDKs: a pod on Fargate cannot ask an instance for it. */
export const AWS_REGION = { name: "AWS_REGION", value: "${region}" } as const;
