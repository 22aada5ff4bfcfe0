import assert from "node:assert/strict";
import { isJsonObject } from "../../../injection/json";
import { answerFargateAdmission } from "../../../local/eks/fargateAdmission";

const PROFILES = [{ name: "default", selectors: [{ namespace: "shop" }] }];

describe("the answer of the stand-in for EKS's Fargate webhook", () => {
  it("has the version, kind and uid of the review, and a patch that makes missing labels", () => {
    const review = {
      apiVersion: "admission.k8s.io/v1beta1",
      kind: "AdmissionReview",
      request: { uid: "1", namespace: "shop", object: { metadata: {}, spec: {} } },
    };
    const answer = answerFargateAdmission(review, PROFILES);
    assert.ok(isJsonObject(answer["response"]));
    const { patch, ...response } = answer["response"];
    assert.deepEqual(
      { ...answer, response },
      {
        apiVersion: "admission.k8s.io/v1beta1",
        kind: "AdmissionReview",
        response: { uid: "1", allowed: true, patchType: "JSONPatch" },
      },
    );
    assert.deepEqual(JSON.parse(Buffer.from(typeof patch === "string" ? patch : "", "base64").toString()), [
      { op: "add", path: "/metadata/labels", value: { "eks.amazonaws.com/fargate-profile": "default" } },
      { op: "add", path: "/spec/schedulerName", value: "fargate-scheduler" },
      { op: "add", path: "/spec/priorityClassName", value: "system-node-critical" },
      { op: "add", path: "/spec/priority", value: 2000001000 },
    ]);
  });

  it("allows whatever else is asked, without a patch", () => {
    for (const review of [
      {},
      null,
      { request: { uid: "1", namespace: "other", object: { metadata: { labels: null } } } },
    ]) {
      const { response } = answerFargateAdmission(review, PROFILES);
      assert.match(JSON.stringify(response), /^\{"uid":"1?","allowed":true\}$/);
    }
  });
});
