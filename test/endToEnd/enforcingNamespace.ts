import type { CoreV1Api } from "@kubernetes/client-node";
import { eventually } from "../../local/eventually";

/** A namespace that enforces the level of the Pod Security Standards of the same name, ready for pods. */
export function createEnforcingNamespace(api: CoreV1Api, level: string): Promise<void> {
  return createNamespace(api, level, {
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/enforce-version": "latest",
  });
}

/** Resolves when pods can be created in the namespace: they need its service account. */
export async function createNamespace(
  api: CoreV1Api,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): Promise<void> {
  await api.createNamespace({ body: { metadata: { name, labels } } });
  await eventually({
    what: `the service account of namespace ${name}`,
    condition: async () => (await api.listNamespacedServiceAccount({ namespace: name })).items.length > 0,
  });
}
