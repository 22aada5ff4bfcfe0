import fc from "fast-check";
import type { PodResources } from "../../../injection/fargate/podRequest";
import type { JsonObject } from "../../../injection/json";

/** Amounts near the steps of the size table as well as any others, in all notations. */
const cpu = fc.oneof(
  fc.constantFrom("0", "250m", "0.5", "1", 2, "100000u"),
  fc.integer({ min: 0, max: 5_000 }).map((milliCpu) => `${milliCpu}m`),
);
const bytes = fc.oneof(
  fc.constantFrom("0", "256Mi", "768Mi", "1G", "1.5Gi", "128m", 1e9),
  fc.integer({ min: 0, max: 40_000 }).map((mib) => `${mib}Mi`),
);

const amounts: fc.Arbitrary<JsonObject> = fc.record(
  { cpu, memory: bytes, "ephemeral-storage": bytes },
  { requiredKeys: [] },
);
const resources: fc.Arbitrary<JsonObject> = fc.record({ requests: amounts, limits: amounts }, { requiredKeys: [] });

export const arbitraryContainer: fc.Arbitrary<JsonObject> = fc.record({ resources }, { requiredKeys: [] });

const arbitraryInitContainer: fc.Arbitrary<JsonObject> = fc
  .tuple(arbitraryContainer, fc.boolean())
  .map(([container, isNative]) => (isNative ? { ...container, restartPolicy: "Always" } : container));

/** Any pod that asks for nothing as a whole. */
export const arbitraryPodResources: fc.Arbitrary<PodResources> = fc.record({
  containers: fc.array(arbitraryContainer, { maxLength: 4 }),
  initContainers: fc.array(arbitraryInitContainer, { maxLength: 4 }),
  resources: fc.constant(undefined),
  overhead: fc.option(amounts, { nil: undefined }),
});

/** Any pod that asks for something as a whole. */
export const arbitraryWholePodResources: fc.Arbitrary<PodResources> = fc
  .tuple(arbitraryPodResources, resources)
  .map(([pod, whole]) => ({ ...pod, resources: whole }));
