import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isJsonObject } from "../../../injection";
import { checkMetadata } from "../../../injection/configuration/metadataRules";
import { testRule } from "./rules";

const KEY =
  'must have a key of at most 63 letters, digits, "-", "_" and ".", with a DNS name and "/" before it or without, but has';
const VALUE = 'must be at most 63 letters, digits, "-", "_" and ".", but is';
const CONTROLLER =
  "is not for templates: it tells a controller which pods are its own: it would take over or delete pods that are not";
const SECURITY =
  "is not for templates: it must agree with the containers and securityContext of the pod, or the API server refuses it; use securityContext";

describe("the rules of a template's metadata", () => {
  testRule(
    (value, report) => {
      assert.ok(isJsonObject(value));
      checkMetadata(value, "x", report);
    },
    [
      ["accept nothing", "{}"],
      [
        "accept labels with and without a prefix, and empty values",
        `{labels: {a: b, example.com/Tier_1.x: Front.end_2, empty: "", ${"k".repeat(63)}: ${"v".repeat(63)}}}`,
      ],
      [
        "accept annotations of any text, whatever the case of their keys",
        '{annotations: {Example.COM/Notes: "any text, ä\\n", prometheus.io/scrape: "true"}}',
      ],
      [
        "refuse keys of labels that are no qualified names",
        `{labels: {a b: x, -a: x, Example.com/a: x, example.com/: x, /a: x, a/b/c: x, ${"k".repeat(64)}: x}}`,
        `x.labels.a b: ${KEY} the string "a b"`,
        `x.labels.-a: ${KEY} the string "-a"`,
        `x.labels.Example.com/a: ${KEY} the string "Example.com/a"`,
        `x.labels.example.com/: ${KEY} the string "example.com/"`,
        `x.labels./a: ${KEY} the string "/a"`,
        `x.labels.a/b/c: ${KEY} the string "a/b/c"`,
        `x.labels.${"k".repeat(64)}: ${KEY} the string "${"k".repeat(56)}…`,
      ],
      [
        "refuse values of labels that are too long or of other characters",
        `{labels: {a: a b, b: a/b, c: a-, d: ${"v".repeat(64)}}}`,
        `x.labels.a: ${VALUE} the string "a b"`,
        `x.labels.b: ${VALUE} the string "a/b"`,
        `x.labels.c: ${VALUE} the string "a-"`,
        `x.labels.d: ${VALUE} the string "${"v".repeat(56)}…`,
      ],
      [
        "refuse keys of annotations that are no qualified names in any case",
        "{annotations: {a b: x, example.com/: x}}",
        `x.annotations.a b: ${KEY} the string "a b"`,
        `x.annotations.example.com/: ${KEY} the string "example.com/"`,
      ],
      [
        "refuse the injector's own keys",
        '{labels: {fargate-sidecar-injector/inject: "false"}, annotations: {fargate-sidecar-injector/status: "{}"}}',
        "x.labels.fargate-sidecar-injector/inject: is not for templates: it belongs to the injector",
        "x.annotations.fargate-sidecar-injector/status: is not for templates: it belongs to the injector",
      ],
      [
        "refuse the label of the Fargate profile",
        "{labels: {eks.amazonaws.com/fargate-profile: other}}",
        "x.labels.eks.amazonaws.com/fargate-profile: is not for templates: it belongs to EKS, which chooses the Fargate profile before templates apply",
      ],
      [
        "refuse labels by which controllers know their pods",
        '{labels: {pod-template-hash: a, controller-revision-hash: a, controller-uid: a, job-name: a, batch.kubernetes.io/job-name: a, apps.kubernetes.io/pod-index: "0", statefulset.kubernetes.io/pod-name: a}}',
        `x.labels.pod-template-hash: ${CONTROLLER}`,
        `x.labels.controller-revision-hash: ${CONTROLLER}`,
        `x.labels.controller-uid: ${CONTROLLER}`,
        `x.labels.job-name: ${CONTROLLER}`,
        `x.labels.batch.kubernetes.io/job-name: ${CONTROLLER}`,
        `x.labels.apps.kubernetes.io/pod-index: ${CONTROLLER}`,
        `x.labels.statefulset.kubernetes.io/pod-name: ${CONTROLLER}`,
      ],
      ["accept labels that are only like those", "{labels: {pod-template-hash-2: a, app.kubernetes.io/name: a}}"],
      [
        "refuse annotations because of which the API server or EKS refuses pods",
        "{annotations: {kubernetes.io/config.mirror: a, seccomp.security.alpha.kubernetes.io/pod: unconfined, container.apparmor.security.beta.kubernetes.io/app: unconfined, scheduler.alpha.kubernetes.io/tolerations: '[', vpc.amazonaws.com/pod-eni: '[]'}}",
        "x.annotations.kubernetes.io/config.mirror: is not for templates: it marks the pods that a kubelet makes itself, and the API server refuses it in others",
        `x.annotations.seccomp.security.alpha.kubernetes.io/pod: ${SECURITY}`,
        `x.annotations.container.apparmor.security.beta.kubernetes.io/app: ${SECURITY}`,
        "x.annotations.scheduler.alpha.kubernetes.io/tolerations: is not for templates: it is older than spec.tolerations, and can make the API server refuse a pod",
        "x.annotations.vpc.amazonaws.com/pod-eni: is not for templates: it belongs to EKS, which gives the pod its network by it, and refuses new pods that have it",
      ],
      [
        "accept the cost of deletion as a number, also below zero",
        '{annotations: {controller.kubernetes.io/pod-deletion-cost: "-100"}}',
      ],
    ],
  );

  for (const cost of ["", "1.5", "+1", "007", "2147483648"])
    it(`refuse the cost of deletion ${JSON.stringify(cost)}`, () => {
      const key = "controller.kubernetes.io/pod-deletion-cost";
      assert.deepEqual(problemsOf({ [key]: cost }), [
        `x.annotations.${key}: must be a whole number of at most 31 bits, but is the string ${JSON.stringify(cost)}`,
      ]);
    });

  it("accept annotations of 256 KiB together, in bytes, and not one more", () => {
    const rest = "é".repeat((256 * 1024 - 4) / 2);
    assert.deepEqual(problemsOf({ a: "x", b: `x${rest}` }), []);
    assert.deepEqual(problemsOf({ a: "xx", b: `x${rest}` }), [
      "x.annotations: must be at most 262144 bytes together, but are 262145",
    ]);
  });
});

function problemsOf(annotations: Readonly<Record<string, string>>): readonly string[] {
  const problems: string[] = [];
  checkMetadata({ annotations }, "x", (path, message) => void problems.push(`${path}: ${message}`));
  return problems;
}
