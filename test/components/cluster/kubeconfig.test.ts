import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { withAwsProfile } from "../../../components/cluster/kubeconfig";

const EXEC = { command: "aws", args: ["eks", "get-token"], env: [{ name: "KUBERNETES_EXEC_INFO", value: "{}" }] };
const KUBECONFIG = JSON.stringify({ clusters: [], users: [{ name: "aws", user: { exec: EXEC } }] });

describe("the kubeconfig of a cluster", () => {
  it("logs in with the profile of the AWS CLI that was asked for, besides all that it says", () => {
    assert.deepEqual(JSON.parse(withAwsProfile(KUBECONFIG, "production")), {
      clusters: [],
      users: [
        { name: "aws", user: { exec: { ...EXEC, env: [...EXEC.env, { name: "AWS_PROFILE", value: "production" }] } } },
      ],
    });
  });

  it("stays as it is without a profile", () => {
    assert.equal(withAwsProfile(KUBECONFIG, undefined), KUBECONFIG);
  });
});
