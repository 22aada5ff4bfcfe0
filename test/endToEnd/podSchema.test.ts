import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import podSchema from "../../injection/kubernetes/podSchema.json";
import { podSchemaOf } from "../../local/generatePodSchema";
import { startLocalCluster, type LocalCluster } from "../../local/localCluster";

describe("podSchema.json", function () {
  this.timeout(60_000);
  let cluster: LocalCluster;
  before(async () => {
    cluster = await startLocalCluster();
  });
  after(() => cluster.stop());

  it("is what the running API server says of itself", async () => {
    assert.deepEqual(podSchema, await podSchemaOf(cluster));
  });
});
