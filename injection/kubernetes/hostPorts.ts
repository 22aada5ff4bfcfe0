import { isJsonArray, isJsonObject, type JsonObject } from "../json";

/**
 * The ports that a container takes on its host (`8125/UDP`): the API server refuses a pod in which two containers take
 * the same one. Source: AccumulateUniqueHostPorts in k8s.io/kubernetes, pkg/apis/core/validation.
 */
export function hostPortsOf(container: JsonObject): readonly string[] {
  if (!isJsonArray(container.ports)) return [];
  return container.ports.flatMap((port) => {
    if (!isJsonObject(port) || typeof port.hostPort !== "number" || port.hostPort === 0) return [];
    const protocol = typeof port.protocol === "string" && port.protocol !== "" ? port.protocol : "TCP";
    const address = typeof port.hostIP === "string" && port.hostIP !== "" ? ` on ${port.hostIP}` : "";
    return [`${port.hostPort}/${protocol}${address}`];
  });
}
