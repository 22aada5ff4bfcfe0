// Stand-in for EKS's admission webhook `pod-identity-webhook`, which runs beside the API server of every EKS cluster: it
// gives the containers of a pod whose service account names an IAM role what AWS's SDKs need to take that role (IRSA).
import type { V1MutatingWebhookConfiguration } from "@kubernetes/client-node";
import { objectsIn, type JsonObject } from "../../injection/json";
import { add, fields, stringFields, type PatchOperation } from "./admissionReview";
import type { WebhookAddress } from "./admissionServer";

/** What the annotations of a service account say about its IAM role. */
export interface PodIdentity {
  roleArn: string;
  /** Who the token is for. */
  audience: string;
  tokenExpirationSeconds: number;
  /** Whether SDKs shall ask the STS of their own region. */
  regionalEndpoints: boolean;
}

const ANNOTATION_DOMAIN = "eks.amazonaws.com";
const DEFAULT_AUDIENCE = "sts.amazonaws.com";
const DEFAULT_EXPIRATION_SECONDS = 86_400;
const MINIMUM_EXPIRATION_SECONDS = 3_600;

const TOKEN_VOLUME = "aws-iam-token";
const TOKEN_PATH = "token";
const MOUNT_PATH = "/var/run/secrets/eks.amazonaws.com/serviceaccount";

/** The identity that a service account has by its annotations, or undefined where they name no role. */
export function podIdentityOf(annotations: Readonly<Record<string, string>> = {}): PodIdentity | undefined {
  const roleArn = annotations[`${ANNOTATION_DOMAIN}/role-arn`];
  if (!roleArn) return undefined;
  return {
    roleArn,
    audience: annotations[`${ANNOTATION_DOMAIN}/audience`] ?? DEFAULT_AUDIENCE,
    tokenExpirationSeconds: expirationSeconds(annotations) ?? DEFAULT_EXPIRATION_SECONDS,
    regionalEndpoints: annotations[`${ANNOTATION_DOMAIN}/sts-regional-endpoints`] !== "false",
  };
}

/**
 * What a pod gets: the token's volume at the first place, and both lists of containers as a whole, like from the real
 * webhook. An empty patch where everything is there already.
 */
export function podIdentityPatch(pod: JsonObject, identity: PodIdentity, region: string): readonly PatchOperation[] {
  const annotations = stringFields(fields(pod["metadata"])["annotations"]);
  const spec = fields(pod["spec"]);
  const skipped = annotations[`${ANNOTATION_DOMAIN}/skip-containers`]?.split(",") ?? [];
  const tokenExpirationSeconds = expirationSeconds(annotations) ?? identity.tokenExpirationSeconds;
  return [
    ...volumeOperations(objectsIn(spec["volumes"]), { ...identity, tokenExpirationSeconds }),
    ...["initContainers", "containers"].flatMap((list) => {
      const containers = objectsIn(spec[list]);
      const changed = containers.map((container) =>
        skipped.some((name) => name === container["name"]) ? container : withIdentity(container, identity, region),
      );
      return changed.some((container, index) => container !== containers[index]) ? [add(`/spec/${list}`, changed)] : [];
    }),
  ];
}

/** Seconds, where the annotation has a number; a token of less than an hour is never asked for. */
function expirationSeconds(annotations: Readonly<Record<string, string>>): number | undefined {
  const text = annotations[`${ANNOTATION_DOMAIN}/token-expiration`] ?? "";
  return /^\d+$/.test(text) ? Math.max(Number(text), MINIMUM_EXPIRATION_SECONDS) : undefined;
}

function volumeOperations(
  volumes: readonly JsonObject[],
  { audience, tokenExpirationSeconds }: PodIdentity,
): PatchOperation[] {
  if (hasName(volumes, TOKEN_VOLUME)) return [];
  const serviceAccountToken = { audience, expirationSeconds: tokenExpirationSeconds, path: TOKEN_PATH };
  const volume = { name: TOKEN_VOLUME, projected: { sources: [{ serviceAccountToken }] } };
  return [volumes.length > 0 ? add("/spec/volumes/0", volume) : add("/spec/volumes", [volume])];
}

/** The container with what it lacks; the same one where it lacks nothing, or brings variables of every group itself. */
function withIdentity(container: JsonObject, identity: PodIdentity, region: string): JsonObject {
  const env = objectsIn(container["env"]);
  const mounts = objectsIn(container["volumeMounts"]);
  const missing = variableGroups(identity, region).filter((group) => !group.some(({ name }) => hasName(env, name)));
  const isMounted = missing.length === 0 || hasName(mounts, TOKEN_VOLUME);
  const variables = missing.flat();
  if (isMounted && variables.length === 0) return container;
  const mount = { name: TOKEN_VOLUME, readOnly: true, mountPath: MOUNT_PATH };
  return { ...container, env: [...env, ...variables], volumeMounts: isMounted ? mounts : [...mounts, mount] };
}

/** Of each group a container gets all variables, or none where it brings one of them itself. */
function variableGroups({ roleArn, regionalEndpoints }: PodIdentity, region: string): Variable[][] {
  return [
    regionalEndpoints ? [{ name: "AWS_STS_REGIONAL_ENDPOINTS", value: "regional" }] : [],
    [
      { name: "AWS_DEFAULT_REGION", value: region },
      { name: "AWS_REGION", value: region },
    ],
    [
      { name: "AWS_ROLE_ARN", value: roleArn },
      { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: `${MOUNT_PATH}/${TOKEN_PATH}` },
    ],
  ];
}

type Variable = JsonObject & { readonly name: string; readonly value: string };

function hasName(list: readonly JsonObject[], wanted: string): boolean {
  return list.some(({ name }) => name === wanted);
}

/**
 * What EKS registers, except for the port, which is 23443 there. Clusters have been seen with either reinvocationPolicy
 * (aws/amazon-eks-pod-identity-webhook#187); `Never` is the one that gives late containers no second chance.
 */
export function podIdentityWebhookConfiguration(clientConfig: WebhookAddress): V1MutatingWebhookConfiguration {
  return {
    metadata: { name: "pod-identity-webhook" },
    webhooks: [
      {
        name: "iam-for-pods.amazonaws.com",
        admissionReviewVersions: ["v1beta1"],
        clientConfig,
        failurePolicy: "Ignore",
        matchPolicy: "Equivalent",
        namespaceSelector: {},
        objectSelector: {
          matchExpressions: [{ key: `${ANNOTATION_DOMAIN}/skip-pod-identity-webhook`, operator: "DoesNotExist" }],
        },
        reinvocationPolicy: "Never",
        rules: [{ apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"], scope: "*" }],
        sideEffects: "None",
        timeoutSeconds: 10,
      },
    ],
  };
}
