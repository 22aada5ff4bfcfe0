import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  containerRequest,
  podRequest,
  type PodRequest,
  type PodResources,
} from "../../../injection/fargate/podRequest";
import { isJsonObject, type JsonObject, type JsonValue } from "../../../injection/json";
import { arbitraryContainer, arbitraryPodResources, arbitraryWholePodResources } from "./arbitraryPodResources";

const MIB = 2 ** 20;

const NO_RESOURCES: readonly JsonValue[] = [null, "1", [], {}, { requests: null, limits: "1" }, { requests: [] }];

describe("the request of a pod", () => {
  it("is rounded up once, not for each container, where memory is written in parts of a byte", () => {
    const small = { resources: { requests: { memory: "400m" } } };
    assert.equal(podRequest(podOf({ containers: [small, small] })).memoryBytes, 1);
  });

  it("takes a number for a quantity, as YAML reads it", () => {
    const container = { resources: { requests: { cpu: 0.5, memory: 64 * MIB } } };
    assert.deepEqual(podRequest(podOf({ containers: [container] })), request(500, 64 * MIB));
  });

  it("takes a request of nothing for a request, so that no limit counts in its place", () => {
    const container = { resources: { requests: { cpu: "0" }, limits: { cpu: "2" } } };
    assert.deepEqual(podRequest(podOf({ containers: [container] })), request(0, 0));
    assert.deepEqual(podRequest(podOf({ containers: [container], resources: { limits: { cpu: 2 } } })), request(0, 0));
  });

  it("is not touched by the restart policy of ordinary containers, nor by other ones of init containers", () => {
    const asked = { resources: { requests: { cpu: "1" } } };
    const pod = {
      containers: [{ ...asked, restartPolicy: "Always" }],
      initContainers: [{ ...asked, restartPolicy: "OnFailure" }],
    };
    assert.deepEqual(podRequest(podOf(pod)), request(1000, 0));
  });

  const nothing: readonly (readonly [what: string, quantity: JsonValue])[] = [
    ["null", null],
    ["a truth", true],
    ["a list", ["1"]],
    ["no text", ""],
    ["another unit", "64MB"],
    ["a word", "much"],
    ["not a number", "NaN"],
    ["a negative one", "-1"],
    ["a very small one", "1e-30"],
  ];
  for (const [what, quantity] of nothing)
    it(`counts a quantity that the API server does not take, or rounds away, as nothing: ${what}`, () => {
      const container = { resources: { requests: { cpu: quantity, memory: quantity } } };
      const { milliCpu, memoryBytes } = podRequest(podOf({ containers: [container] }));
      assert.deepEqual([milliCpu, memoryBytes], [0, 0]);
    });

  for (const quantity of ["9".repeat(30), "1e30", "1e400", "9".repeat(1000)])
    it(`counts a quantity of more digits than are read as more than there is: ${quantity.slice(0, 8)}`, () => {
      const container = { resources: { requests: { memory: quantity } } };
      const { memoryBytes } = podRequest(podOf({ containers: [container, container] }));
      assert.ok(Number.isFinite(memoryBytes) && memoryBytes >= 2 ** 63);
    });

  for (const resources of NO_RESOURCES)
    it(`takes resources for none that are no object, or have none: ${JSON.stringify(resources)}`, () => {
      assert.deepEqual(podRequest(podOf({ containers: [{ resources }] })), request(0, 0));
      assert.deepEqual(containerRequest({ resources }), request(0, 0));
    });

  it("of one container is what it asks for, or its limits", () => {
    const resources = { requests: { cpu: "100m" }, limits: { cpu: "1", memory: "64Mi", "ephemeral-storage": "1Ki" } };
    assert.deepEqual(containerRequest({ resources }), request(100, 64 * MIB, 1024));
  });
});

describe("for any pod", () => {
  it("a further container never makes the request smaller, whatever it is and wherever it stands", () => {
    fc.assert(
      fc.property(arbitraryPodResources, arbitraryContainer, fc.nat(4), fc.boolean(), (pod, added, at, isNative) => {
        const request = podRequest(pod);
        assertAtLeast(podRequest({ ...pod, containers: inserted(pod.containers, added, at) }), request);
        const native = isNative ? { ...added, restartPolicy: "Always" } : added;
        assertAtLeast(podRequest({ ...pod, initContainers: inserted(pod.initContainers, native, at) }), request);
      }),
    );
  });

  it("the request is at least that of each container, and of all that run together", () => {
    fc.assert(
      fc.property(arbitraryPodResources, (pod) => {
        const whole = podRequest(pod);
        for (const each of [...pod.containers, ...pod.initContainers]) assertAtLeast(whole, containerRequest(each));
        const running = [...pod.containers, ...pod.initContainers.filter(isNativeSidecar)];
        assertAtLeast(whole, podRequest(podOf({ containers: running })));
      }),
    );
  });

  it("native sidecars give at least the request of the User Guide's formula, to which they are init containers", () => {
    fc.assert(
      fc.property(anyPod, (pod) => {
        const initContainers = pod.initContainers.map(({ resources }): JsonObject => ({ resources }));
        assertAtLeast(podRequest(pod), podRequest({ ...pod, initContainers }));
      }),
    );
  });

  it("and at least that of its other reading, to which they are containers that run long", () => {
    fc.assert(
      fc.property(anyPod, (pod) => {
        const containers = [...pod.containers, ...pod.initContainers.filter(isNativeSidecar)];
        const initContainers = pod.initContainers.filter((each) => !isNativeSidecar(each));
        assertAtLeast(podRequest(pod), podRequest({ ...pod, containers, initContainers }));
      }),
    );
  });

  it("what the pod asks for as a whole takes the place of its containers, disk aside", () => {
    fc.assert(
      fc.property(arbitraryPodResources, arbitraryContainer, (pod, { resources }) => {
        const requests = { cpu: "3", memory: "5Gi", ...asked(resources) };
        const whole = podRequest({ ...pod, resources: { requests } });
        const alone = podRequest(podOf({ containers: [{ resources: { requests } }], overhead: pod.overhead }));
        assert.deepEqual({ ...whole, ephemeralStorageBytes: 0 }, { ...alone, ephemeralStorageBytes: 0 });
        assert.equal(whole.ephemeralStorageBytes, podRequest(pod).ephemeralStorageBytes);
      }),
    );
  });
});

const anyPod = fc.oneof(arbitraryPodResources, arbitraryWholePodResources);

function isNativeSidecar({ restartPolicy }: JsonObject): boolean {
  return restartPolicy === "Always";
}

function asked(resources: JsonValue | undefined): JsonObject {
  return isJsonObject(resources) && isJsonObject(resources.requests) ? resources.requests : {};
}

function inserted(list: readonly JsonObject[], added: JsonObject, at: number): readonly JsonObject[] {
  return [...list.slice(0, at), added, ...list.slice(at)];
}

function assertAtLeast(larger: PodRequest, smaller: PodRequest): void {
  assert.ok(larger.milliCpu >= smaller.milliCpu, `${larger.milliCpu} m of CPU are less than ${smaller.milliCpu}`);
  assert.ok(
    larger.memoryBytes >= smaller.memoryBytes,
    `${larger.memoryBytes} bytes are less than ${smaller.memoryBytes}`,
  );
  assert.ok(larger.ephemeralStorageBytes >= smaller.ephemeralStorageBytes, "less disk");
}

function podOf(pod: Partial<PodResources>): PodResources {
  return { containers: [], initContainers: [], resources: undefined, overhead: undefined, ...pod };
}

function request(milliCpu: number, memoryBytes: number, ephemeralStorageBytes = 0): PodRequest {
  return { milliCpu, memoryBytes, ephemeralStorageBytes };
}
