import assert from "node:assert/strict";
import type { V1Container, V1EnvVar, V1ObjectMeta, V1Pod } from "@kubernetes/client-node";

/** The IAM role that the service account of a pod has. */
export const ROLE = "arn:aws:iam::111122223333:role/shop";
const IAM_VARIABLES = [
  "AWS_DEFAULT_REGION",
  "AWS_REGION",
  "AWS_ROLE_ARN",
  "AWS_STS_REGIONAL_ENDPOINTS",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
];

export type StringMap = Record<string, string>;

/** A pod with one container of the app, and no token: to mount that in sidecars is a change too, which is asked about again. */
export function podOf(metadata: V1ObjectMeta, spec: Partial<V1Pod["spec"]>): V1Pod {
  const containers = [{ name: "app", image: "app" }];
  return { metadata, spec: { automountServiceAccountToken: false, containers, ...spec } };
}

/** A pod's containers, native sidecars first. @throws where their names are others */
export function containersOf(spec: V1Pod["spec"], names: string[]): V1Container[] {
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])];
  assert.deepEqual(namesIn(containers), names);
  return containers;
}

/** The container has all that AWS's SDKs need to take the role, and each thing once. */
export function assertRole(container: V1Container | undefined): void {
  const { env, volumeMounts } = container ?? {};
  const values = valuesIn(env);
  assert.deepEqual(Object.keys(values).sort(), IAM_VARIABLES);
  assert.equal(values["AWS_ROLE_ARN"], ROLE);
  const mounts = volumeMounts?.filter(({ name }) => name === "aws-iam-token");
  assert.deepEqual(
    mounts?.map(({ mountPath, readOnly }) => ({ mountPath, readOnly })),
    [{ mountPath: "/var/run/secrets/eks.amazonaws.com/serviceaccount", readOnly: true }],
  );
}

export function namesIn(list: readonly { readonly name?: string }[] = []): (string | undefined)[] {
  return list.map(({ name }) => name);
}

/** The image of each container. @throws where a name is there twice */
export function imagesIn(containers: readonly V1Container[] = []): Record<string, string | undefined> {
  assert.equal(new Set(namesIn(containers)).size, containers.length);
  return Object.fromEntries(containers.map(({ name, image }) => [name, image]));
}

/** The value of each variable. @throws where a name is there twice */
export function valuesIn(env: readonly V1EnvVar[] = []): Record<string, string | undefined> {
  assert.equal(new Set(namesIn(env)).size, env.length);
  return Object.fromEntries(env.map(({ name, value }) => [name, value]));
}
