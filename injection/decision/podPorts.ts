import { isJsonArray, isJsonObject } from "../json";
import type { PodBefore } from "./podBefore";

/** The ports that the pod's own containers name, each once. */
export function portsOf({ containers }: Pick<PodBefore, "containers">): readonly number[] {
  const ports = containers.flatMap(({ ports: list }) => (isJsonArray(list) ? list : []));
  const numbers = ports.flatMap((port) => (isJsonObject(port) ? port.containerPort : undefined));
  return [...new Set(numbers.filter((port) => typeof port === "number"))];
}
