import assert from "node:assert/strict";
import { isJsonObject } from "../../../injection/json";
import { add, answerAdmissionReview } from "../../../local/eks/admissionReview";

describe("the answer of a stand-in for a webhook of EKS", () => {
  it("has the version, kind and uid of the review, and the patch", async () => {
    const review = {
      apiVersion: "admission.k8s.io/v1beta1",
      kind: "AdmissionReview",
      request: { uid: "1", namespace: "shop", object: { metadata: { name: "web" } } },
    };
    const answer = await answerAdmissionReview(review, (namespace, pod) => [
      add("/metadata/labels", { namespace, pod }),
    ]);
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
      { op: "add", path: "/metadata/labels", value: { namespace: "shop", pod: { metadata: { name: "web" } } } },
    ]);
  });

  it("has no patch where nothing changes, whatever was asked", async () => {
    for (const review of [{}, null, { request: { uid: "1", object: null } }]) {
      const { response } = await answerAdmissionReview(review, () => []);
      assert.match(JSON.stringify(response), /^\{"uid":"1?","allowed":true\}$/);
    }
  });
});
