import { objectIn, type JsonObject } from "../json";
import { annotationBytes, ANNOTATIONS_LIMIT_BYTES } from "../kubernetes/annotations";
import { FARGATE_PROFILE_LABEL, MIRROR_POD_ANNOTATION } from "../names";
import { describeValue, type Report } from "../problem";
import { isQualifiedName, QUALIFIED_NAME } from "./qualifiedName";

/** Checks the labels and annotations that a template brings. */
export function checkMetadata(metadata: JsonObject, path: string, report: Report): void {
  const labels = objectIn(metadata.labels);
  for (const [key, value] of Object.entries(labels)) {
    const at = `${path}.labels.${key}`;
    checkKey(key, key, at, report);
    checkReserved(key, RESERVED_LABELS, at, report);
    if (typeof value === "string" && !LABEL_VALUE.test(value))
      report(at, `must be at most 63 letters, digits, "-", "_" and ".", but is ${describeValue(value)}`);
  }
  const annotations = objectIn(metadata.annotations);
  for (const [key, value] of Object.entries(annotations)) {
    const at = `${path}.annotations.${key}`;
    checkKey(key, key.toLowerCase(), at, report);
    checkReserved(key, RESERVED_ANNOTATIONS, at, report);
    if (key === DELETION_COST && typeof value === "string" && !isInt32(value))
      report(at, `must be a whole number of at most 31 bits, but is ${describeValue(value)}`);
  }
  checkSize(annotations, `${path}.annotations`, report);
}

/** Empty, or like the name in a key. Source: k8s.io/apimachinery, pkg/util/validation, IsValidLabelValue. */
const LABEL_VALUE = /^([A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?)?$/;

/** The API server refuses a pod with another value. Source: GetDeletionCostFromPodAnnotations in pkg/apis/core/helper. */
const DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

/** Keys that no template may set, or what such keys begin with, and why. */
type Reserved = readonly (readonly [key: string, reason: string])[];

const OWN: Reserved = [["fargate-sidecar-injector/", "belongs to the injector"]];

const CONTROLLER = "tells a controller which pods are its own: it would take over or delete pods that are not";
const SECURITY =
  "must agree with the containers and securityContext of the pod, or the API server refuses it; use securityContext";
const NETWORK = "belongs to EKS, which gives the pod its network by it";

const RESERVED_LABELS: Reserved = [
  ...OWN,
  [FARGATE_PROFILE_LABEL, "belongs to EKS, which chooses the Fargate profile before templates apply"],
  ["pod-template-hash", CONTROLLER],
  ["controller-revision-hash", CONTROLLER],
  ["controller-uid", CONTROLLER],
  ["job-name", CONTROLLER],
  ["apps.kubernetes.io/", CONTROLLER],
  ["batch.kubernetes.io/", CONTROLLER],
  ["statefulset.kubernetes.io/", CONTROLLER],
];

const RESERVED_ANNOTATIONS: Reserved = [
  ...OWN,
  [MIRROR_POD_ANNOTATION, "marks the pods that a kubelet makes itself, and the API server refuses it in others"],
  ["batch.kubernetes.io/", CONTROLLER],
  ["container.apparmor.security.beta.kubernetes.io/", SECURITY],
  ["container.seccomp.security.alpha.kubernetes.io/", SECURITY],
  ["seccomp.security.alpha.kubernetes.io/pod", SECURITY],
  [
    "scheduler.alpha.kubernetes.io/tolerations",
    "is older than spec.tolerations, and can make the API server refuse a pod",
  ],
  ["fargate.amazonaws.com/pod-sg", NETWORK],
  ["vpc.amazonaws.com/pod-eni", `${NETWORK}, and refuses new pods that have it`],
];

/** Case does not matter in the key of an annotation. */
function checkKey(key: string, compared: string, path: string, report: Report): void {
  if (!isQualifiedName(compared)) report(path, `must have a key of ${QUALIFIED_NAME}, but has ${describeValue(key)}`);
}

function checkReserved(key: string, reserved: Reserved, path: string, report: Report): void {
  const reason = reserved.find(([own]) => (/[/.]$/.test(own) ? key.startsWith(own) : key === own))?.[1];
  if (reason !== undefined) report(path, `is not for templates: it ${reason}`);
}

function checkSize(annotations: JsonObject, path: string, report: Report): void {
  const bytes = annotationBytes(annotations);
  if (bytes > ANNOTATIONS_LIMIT_BYTES)
    report(path, `must be at most ${ANNOTATIONS_LIMIT_BYTES} bytes together, but are ${bytes}`);
}

function isInt32(text: string): boolean {
  const number = Number(text);
  return /^(0|-?[1-9]\d*)$/.test(text) && number >= -(2 ** 31) && number < 2 ** 31;
}
