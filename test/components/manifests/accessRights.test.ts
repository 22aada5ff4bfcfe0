import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { SidecarInjector } from "../../../components";
import { inputAt, recordStack } from "../recordedStack";

describe("the webhook's access rights", () => {
  it("are to read and follow the one ConfigMap, in the injector's own namespace", async () => {
    const stack = await recordStack(() => new SidecarInjector("injector", { image: "webhook" }));
    assert.deepEqual(inputAt(stack.only(":Role"), "rules"), [
      {
        apiGroups: [""],
        resources: ["configmaps"],
        resourceNames: ["fargate-injector-sidecar-config"],
        verbs: ["get", "list", "watch"],
      },
    ]);
    assert.equal(stack.has(":ClusterRole"), false);
    assert.equal(stack.has(":ClusterRoleBinding"), false);
  });
});
