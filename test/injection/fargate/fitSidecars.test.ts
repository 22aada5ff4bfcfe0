import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import type { MinimumRequest } from "../../../injection/fargate/fitSidecars";
import { capacityFor } from "../../../injection/fargate/capacity";
import { formatFargateSize } from "../../../injection/fargate/fargateSize";
import { fitSidecars, withRequest, type LoweredRequest } from "../../../injection/fargate/fitSidecars";
import { podRequest, type PodResources } from "../../../injection/fargate/podRequest";
import type { JsonObject } from "../../../injection/json";
import { applied, arbitraryFit, leastOf, MIB, requestOf, roomOf, withoutSidecars } from "./arbitraryFit";

describe("sidecars that do not fit into the size of the pod", () => {
  it("are lowered to what is left of it, all but the memory that keeps the pod away from the next size", () => {
    const pod = podOf({ containers: [container("app", "200m", "200Mi"), container("logs", "100m", "64Mi")] });
    assert.equal(sizeOf(pod), "0.5vCPU 1GB");
    const lowered = fitSidecars(pod, new Map([["logs", minimum(25, 32)]]));
    assert.ok(lowered !== undefined);
    assert.deepEqual(amounts(lowered), { logs: [50, 39] });
    assert.equal(sizeOf(applied(pod, lowered)), "0.25vCPU 0.5GB");
  });

  it("share what is left in proportion to what they ask for", () => {
    const pod = podOf({
      containers: [
        container("app", "190m", "100Mi"),
        container("proxy", "100m", "128Mi"),
        container("logs", "50m", "64Mi"),
      ],
    });
    const lowered = fitSidecars(pod, minimums({ proxy: [10, 10], logs: [10, 10] }));
    assert.deepEqual(amounts(lowered), { proxy: [40, 93], logs: [20, 46] });
  });

  it("get their minimum where their part is less, at the cost of the others", () => {
    const pod = podOf({
      containers: [container("app", "100m"), container("proxy", "200m"), container("logs", "100m")],
    });
    assert.deepEqual(amounts(fitSidecars(pod, minimums({ proxy: [10, 1], logs: [80, 1] }))), {
      proxy: [70, undefined],
      logs: [80, undefined],
    });
  });

  it("keep their own figures where not even the minimums fit, of CPU or of memory", () => {
    const pod = podOf({ containers: [container("app", "200m", "200Mi"), container("logs", "100m", "100Mi")] });
    assert.equal(fitSidecars(pod, minimums({ logs: [51, 10] })), undefined);
    assert.equal(fitSidecars(pod, minimums({ logs: [10, 57] })), undefined);
  });

  it("leave less memory free than they would where their minimums do not allow it", () => {
    const pod = podOf({ containers: [container("app", "200m", "200Mi"), container("logs", "50m", "100Mi")] });
    assert.deepEqual(amounts(fitSidecars(pod, minimums({ logs: [10, 50] }))), { logs: [undefined, 50] });
    assert.deepEqual(amounts(fitSidecars(pod, minimums({ logs: [10, 56] }))), { logs: [undefined, 56] });
  });

  it("are lowered no further in a resource for which they have no minimum", () => {
    const pod = podOf({ containers: [container("app", "200m", "200Mi"), container("logs", "100m", "100Mi")] });
    const memoryOnly = new Map([["logs", { milliCpu: undefined, memoryBytes: MIB }]]);
    assert.equal(fitSidecars(pod, memoryOnly), undefined);
    const small = podOf({ containers: [container("app", "200m", "200Mi"), container("logs", "50m", "100Mi")] });
    assert.deepEqual(amounts(fitSidecars(small, memoryOnly)), { logs: [undefined, 39] });
  });

  it("are never lowered to zero, which as a limit would be none", () => {
    const full = podOf({ containers: [container("app", "250m"), container("logs", "100m")] });
    assert.equal(fitSidecars(full, minimums({ logs: [0, 0] })), undefined);
    const almost = podOf({ containers: [container("app", "249m"), container("logs", "100m")] });
    assert.deepEqual(amounts(fitSidecars(almost, minimums({ logs: [0, 0] }))), { logs: [1, undefined] });
  });

  it("make room for an init container that starts after them, and not for one that ends before", () => {
    const app = container("app", "50m");
    const migrate = container("migrate", "200m");
    const proxy = { ...container("proxy", "150m"), restartPolicy: "Always" };
    const lowest = minimums({ proxy: [10, 1] });
    const after = podOf({ initContainers: [proxy, migrate], containers: [app] });
    assert.deepEqual(amounts(fitSidecars(after, lowest)), { proxy: [50, undefined] });
    const before = podOf({ initContainers: [migrate, proxy], containers: [app] });
    assert.equal(fitSidecars(before, lowest), undefined);
  });

  it("are given what an init container leaves to the others where it holds back one of them", () => {
    const pod = podOf({
      initContainers: [{ ...container("proxy", "100m"), restartPolicy: "Always" }, container("migrate", "220m")],
      containers: [container("app", "50m"), container("logs", "300m")],
    });
    assert.deepEqual(amounts(fitSidecars(pod, minimums({ proxy: [10, 1], logs: [10, 1] }))), {
      proxy: [30, undefined],
      logs: [170, undefined],
    });
  });

  it("make room for what a RuntimeClass adds to the pod", () => {
    const pod = podOf({ containers: [container("app", "100m"), container("logs", "100m")], overhead: { cpu: "100m" } });
    assert.deepEqual(amounts(fitSidecars(pod, minimums({ logs: [10, 1] }))), { logs: [50, undefined] });
  });

  it("fit into the size that the pod has with the sidecars that are not lowered", () => {
    const pod = podOf({
      containers: [container("app", "200m"), container("proxy", "100m"), container("logs", "300m")],
    });
    assert.deepEqual(amounts(fitSidecars(pod, minimums({ logs: [10, 1] }))), { logs: [200, undefined] });
  });
});

describe("sidecars are left as they are", () => {
  const lowest = minimums({ logs: [1, 1] });

  it("in a pod that keeps its size with them, be it near the next one", () => {
    const pod = podOf({ containers: [container("app", "200m", "200Mi"), container("logs", "50m", "56Mi")] });
    assert.equal(sizeOf(pod), "0.25vCPU 0.5GB");
    assert.equal(fitSidecars(pod, lowest), undefined);
  });

  it("where the pod is larger than any size without them", () => {
    const pod = podOf({ containers: [container("app", "17"), container("logs", "100m")] });
    assert.equal(fitSidecars(pod, lowest), undefined);
  });

  it("where the pod asks for more disk than there is with them", () => {
    const logs = { name: "logs", resources: { requests: { cpu: "300m", "ephemeral-storage": "200Gi" } } };
    assert.equal(fitSidecars(podOf({ containers: [logs] }), lowest), undefined);
  });

  it("where the pod asks for a resource as a whole, so that its containers do not count", () => {
    const containers = [container("app", "100m", "200Mi"), container("logs", "200m", "200Mi")];
    const whole = podOf({ containers, resources: { requests: { cpu: "300m", memory: "500Mi" } } });
    assert.equal(fitSidecars(whole, lowest), undefined);
    const wholeCpu = podOf({ containers, resources: { requests: { cpu: "250m" } } });
    assert.deepEqual(amounts(fitSidecars(wholeCpu, lowest)), { logs: [undefined, 39] });
  });

  it("where they ask for less than their minimum", () => {
    const pod = podOf({ containers: [container("app", "240m"), container("logs", "20m")] });
    assert.equal(fitSidecars(pod, minimums({ logs: [30, 30] })), undefined);
  });
});

describe("a lowered sidecar", () => {
  const resources = {
    requests: { cpu: "100m", "ephemeral-storage": "1Gi" },
    limits: { cpu: "500m", memory: "1Gi" },
    claims: [{ name: "device" }],
  };

  it("has the limits of its requests, and all else as it was", () => {
    const lowered = withRequest({ name: "logs", resources }, { milliCpu: 50, memoryBytes: 64 * MIB });
    assert.deepEqual(lowered, {
      name: "logs",
      resources: {
        requests: { cpu: "50m", memory: "64Mi", "ephemeral-storage": "1Gi" },
        limits: { cpu: "50m", memory: "64Mi" },
        claims: [{ name: "device" }],
      },
    });
  });

  it("keeps requests and limits of a resource that is not lowered, as different as they may be", () => {
    const lowered = withRequest({ name: "logs", resources }, { milliCpu: undefined, memoryBytes: 64 * MIB });
    assert.deepEqual(lowered.resources, {
      requests: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "1Gi" },
      limits: { cpu: "500m", memory: "64Mi" },
      claims: [{ name: "device" }],
    });
  });

  it("has a minimum that is no whole MiB in bytes", () => {
    const pod = podOf({ containers: [container("app", "1m", "190Mi"), container("logs", "1m", "100Mi")] });
    const lowered = fitSidecars(pod, new Map([["logs", { milliCpu: 1, memoryBytes: 64_000_000 }]]));
    assert.ok(lowered !== undefined);
    const [, logs] = applied(pod, lowered).containers;
    assert.deepEqual(logs?.resources, {
      requests: { cpu: "1m", memory: "64000000" },
      limits: { cpu: "1m", memory: "64000000" },
    });
  });
});

describe("whatever pods and sidecars there may be, fitting", () => {
  it("lowers many of them", () => {
    const cases = fc.sample(arbitraryFit, { numRuns: 2_000, seed: 7 });
    const lowered = cases.filter(({ pod, minimums }) => fitSidecars(pod, minimums) !== undefined);
    assert.ok(lowered.length > 200, String(lowered.length));
  });

  it("gives the pod the size that it has without them", () => {
    whereLowered((fit, lowered) => {
      assert.equal(sizeOf(applied(fit.pod, lowered)), sizeOf(withoutSidecars(fit)));
    });
  });

  it("brings the pod near another size only where the pod without them is near it, or the minimums are", () => {
    whereLowered((fit, lowered) => {
      const least = applied(fit.pod, new Map([...lowered.keys()].map((name) => [name, leastOf(fit, name)])));
      assert.ok(!isNearStep(applied(fit.pod, lowered)) || isNearStep(withoutSidecars(fit)) || isNearStep(least));
    });
  });

  it("leaves the pod no larger than the room there is, less what keeps it away from the next size", () => {
    whereLowered((fit, lowered) => {
      const room = roomOf(fit);
      const after = podRequest(applied(fit.pod, lowered));
      assert.ok(room !== undefined && after.memoryBytes <= room.memoryBytes && after.milliCpu <= room.milliCpu);
    });
  });

  it("lowers nothing where the pod has its size as it is, and whatever can be where it has not", () => {
    fc.assert(
      fc.property(arbitraryFit, (fit) => {
        const room = roomOf(fit);
        const isLarger = sizeOf(fit.pod) !== sizeOf(withoutSidecars(fit));
        const least = applied(fit.pod, new Map([...fit.minimums.keys()].map((name) => [name, leastOf(fit, name)])));
        const isPossible = room !== undefined && sizeOf(least) === sizeOf(withoutSidecars(fit));
        assert.equal(fitSidecars(fit.pod, fit.minimums) !== undefined, isLarger && isPossible);
      }),
      RUNS,
    );
  });

  it("gives nobody more than it asks for, less than its minimum, or parts of a millicore or MiB", () => {
    whereLowered((fit, lowered) => {
      for (const [name, { milliCpu, memoryBytes }] of lowered) {
        const asked = requestOf(fit.pod, name);
        const least = leastOf(fit, name);
        if (milliCpu !== undefined) {
          assert.ok(milliCpu < asked.milliCpu && milliCpu >= least.milliCpu && Number.isInteger(milliCpu));
        }
        if (memoryBytes === undefined) continue;
        assert.ok(memoryBytes < asked.memoryBytes && memoryBytes >= least.memoryBytes);
        assert.ok(memoryBytes % MIB === 0 || memoryBytes === least.memoryBytes);
      }
    });
  });

  it("leaves no room for a millicore or MiB more of anyone whom it lowers", () => {
    whereLowered((fit, lowered) => {
      const room = roomOf(fit);
      assert.ok(room !== undefined);
      for (const [name, request] of lowered) {
        const { milliCpu, memoryBytes } = request;
        const asking = (more: LoweredRequest) => podRequest(applied(fit.pod, new Map([...lowered, [name, more]])));
        if (milliCpu !== undefined)
          assert.ok(asking({ ...request, milliCpu: milliCpu + 1 }).milliCpu > room.milliCpu, name);
        if (memoryBytes !== undefined)
          assert.ok(asking({ ...request, memoryBytes: memoryBytes + MIB }).memoryBytes > room.memoryBytes, name);
      }
    });
  });

  it("changes nothing the second time", () => {
    whereLowered((fit, lowered) => {
      assert.equal(fitSidecars(applied(fit.pod, lowered), fit.minimums), undefined);
    });
  });

  it("gives a sidecar whose minimum is greater no less, but for a millicore or MiB of rounding", () => {
    whereLowered((fit, lowered) => {
      for (const [name, minimum] of fit.minimums) {
        const asked = requestOf(fit.pod, name);
        const half = (least: number | undefined, most: number) => least && Math.ceil((least + most) / 2);
        const greater: MinimumRequest = {
          milliCpu: half(minimum.milliCpu, asked.milliCpu),
          memoryBytes: half(minimum.memoryBytes, asked.memoryBytes),
        };
        const again = fitSidecars(fit.pod, new Map([...fit.minimums, [name, greater]]));
        const before = requestOf(applied(fit.pod, lowered), name);
        const after = requestOf(applied(fit.pod, again ?? new Map()), name);
        assert.ok(after.milliCpu >= before.milliCpu - 1, name);
        assert.ok(after.memoryBytes >= before.memoryBytes - MIB, name);
      }
    });
  });
});

const RUNS = { numRuns: 1_000 };

/** Checks what becomes of pods whose sidecars are lowered. */
function whereLowered(
  check: (
    fit: { readonly pod: PodResources; readonly minimums: ReadonlyMap<string, MinimumRequest> },
    lowered: ReadonlyMap<string, LoweredRequest>,
  ) => void,
): void {
  fc.assert(
    fc.property(arbitraryFit, (fit) => {
      const lowered = fitSidecars(fit.pod, fit.minimums);
      if (lowered !== undefined) check(fit, lowered);
    }),
    RUNS,
  );
}

function podOf(parts: Partial<PodResources>): PodResources {
  return { containers: [], initContainers: [], resources: undefined, overhead: undefined, ...parts };
}

function container(name: string, cpu: string, memory = "0"): JsonObject {
  return { name, resources: { requests: { cpu, memory }, limits: { cpu, memory } } };
}

function minimum(milliCpu: number, memoryMiB: number): MinimumRequest {
  return { milliCpu, memoryBytes: memoryMiB * MIB };
}

/** By name, in millicores and MiB. */
function minimums(all: Readonly<Record<string, readonly [number, number]>>): ReadonlyMap<string, MinimumRequest> {
  return new Map(Object.entries(all).map(([name, [milliCpu, memoryMiB]]) => [name, minimum(milliCpu, memoryMiB)]));
}

/** By name, in millicores and MiB. */
function amounts(lowered: ReadonlyMap<string, LoweredRequest> | undefined): unknown {
  assert.ok(lowered !== undefined);
  return Object.fromEntries(
    [...lowered].map(([name, { milliCpu, memoryBytes }]) => [name, [milliCpu, memoryBytes && memoryBytes / MIB]]),
  );
}

function sizeOf(pod: PodResources): string | undefined {
  const capacity = capacityFor(podRequest(pod));
  return capacity && formatFargateSize(capacity.size);
}

function isNearStep(pod: PodResources): boolean {
  return capacityFor(podRequest(pod))?.isNearStep ?? false;
}
