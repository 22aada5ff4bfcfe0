import type { PodResources } from "../../../injection/fargate/podRequest";
import type { JsonObject } from "../../../injection/json";

/**
 * A pod in one line, as `native 50m 64Mi; app 250m 512Mi 1Gi; overhead 100m 50Mi`: what it is, then CPU, memory and
 * ephemeral storage, each of which may be `-` or missing. `app` is a container, `init` and `native` are init containers
 * in their order, `pod` is the pod as a whole. With `<` behind it the amounts are limits.
 */
export function writtenPod(text: string): PodResources {
  const parts = text.split("; ").map(part);
  const containersOf = (...kinds: string[]): JsonObject[] =>
    parts
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ kind, resources }) => ({ resources, ...(kind === "native" ? { restartPolicy: "Always" } : {}) }));
  const whole = parts.filter(({ kind }) => kind === "pod").map(({ resources }) => resources);
  return {
    containers: containersOf("app"),
    initContainers: containersOf("init", "native"),
    resources: whole.length === 0 ? undefined : whole.reduce((one, other) => ({ ...one, ...other })),
    overhead: parts.find(({ kind }) => kind === "overhead")?.amounts,
  };
}

interface Part {
  kind: string;
  amounts: JsonObject;
  resources: JsonObject;
}

function part(text: string): Part {
  const [name = "", ...quantities] = text.split(" ");
  const kind = name.replace("<", "");
  const amounts = Object.fromEntries(
    ["cpu", "memory", "ephemeral-storage"].flatMap((resource, index) => {
      const quantity = quantities[index];
      return quantity === undefined || quantity === "-" ? [] : [[resource, quantity]];
    }),
  );
  const resources = Object.keys(amounts).length === 0 ? {} : { [name === kind ? "requests" : "limits"]: amounts };
  return { kind, amounts, resources };
}
