import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { capacityFor, type FargateCapacity } from "../../../injection/fargate/capacity";
import { listPricesOf, pricePerHour } from "../../../injection/fargate/fargatePrices";
import { formatFargateSize } from "../../../injection/fargate/fargateSize";
import { podRequest } from "../../../injection/fargate/podRequest";
import { writtenPod } from "./writtenPod";

describe("AWS's own examples give AWS's numbers:", () => {
  describe("sizes", () => {
    const examples: readonly (readonly [source: string, pod: string, size: string])[] = [
      ["EKS User Guide: 1 vCPU and 8 GB get 2 vCPUs and 9 GB", "app 1 8Gi", "2vCPU 9GB"],
      ["EKS User Guide: a pod that asks for nothing", "app", "0.25vCPU 0.5GB"],
      ["EKS Workshop, Resource allocation: before the change", "app 250m 256Mi", "0.25vCPU 0.5GB"],
      ["EKS Workshop, Resource allocation: 1 vCPU and 2.5G", "app 1 2.5G", "1vCPU 3GB"],
      ["measured by users: half a vCPU and 750M", "app 0.5 750M", "0.5vCPU 1GB"],
      ["measured by users: 1 vCPU and 1750M", "app 1 1750M", "1vCPU 2GB"],
      ["measured by users: half a vCPU and 1 GB", "app 0.5 1Gi", "0.5vCPU 2GB"],
      ["measured by users: 1 vCPU and 4 GB", "app 1 4Gi", "1vCPU 5GB"],
      ["aws/containers-roadmap#1248: 150m and 150Mi", "app 150m 150Mi", "0.25vCPU 0.5GB"],
    ];
    for (const [source, pod, size] of examples)
      it(`${source} (${pod} is ${size})`, () => {
        assert.equal(formatFargateSize(capacityOf(pod).size), size);
      });
  });

  describe("disk", () => {
    it("EKS User Guide: a request of 100 GiB provisions 115", () => {
      assert.equal(capacityOf("app 250m 256Mi 100Gi").ephemeralStorageGiB, 115);
    });

    it("AWS Fargate adds support for larger ephemeral volumes: two containers of 50 GiB pay for 95", () => {
      const prices = { currency: "USD", perVcpu: 0, perGb: 0, perStorageGb: 1, source: "an example" };
      assert.equal(pricePerHour(capacityOf("app - - 50Gi; app - - 50Gi"), prices), 95);
    });
  });

  describe("money", () => {
    it("AWS Fargate Pricing, on which examples count by the second, in us-east-1", () => {
      const prices = listPricesOf("us-east-1");
      const perSecond = [prices?.perVcpu, prices?.perGb, prices?.perStorageGb].map((hourly = 0) => hourly / 3600);
      assert.deepEqual(
        perSecond.map((price) => price.toPrecision(4)),
        ["0.00001124", "0.000001235", "3.083e-8"],
      );
    });
  });
});

function capacityOf(pod: string): FargateCapacity {
  const capacity = capacityFor(podRequest(writtenPod(pod)));
  assert.ok(capacity !== undefined, pod);
  return capacity;
}
