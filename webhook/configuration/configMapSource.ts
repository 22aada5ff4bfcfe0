import { CoreV1Api, ListWatch, VersionApi, Watch, type KubeConfig, type V1ConfigMap } from "@kubernetes/client-node";
import type { Log } from "../log";
import type { ConfigurationStore } from "./configurationStore";

export interface ConfigMapReference {
  readonly namespace: string;
  readonly name: string;
}

/** A ConfigMap that is being replaced is gone for a moment. A replica that starts in that moment waits for the new one. */
const WAIT_FOR_MISSING_MS = 5_000;
const RETRY_AFTER_MS = 1_000;

/**
 * Takes the sidecar configuration from a ConfigMap and follows its changes. A ConfigMap that is deleted changes nothing
 * until it comes back; one that does not exist at the start counts as empty after a few seconds.
 * @returns a function that stops following.
 */
export function followConfigMap(
  kubeConfig: KubeConfig,
  { namespace, name }: ConfigMapReference,
  store: ConfigurationStore,
  log: Log,
): () => void {
  const api = kubeConfig.makeApiClient(CoreV1Api);
  const fieldSelector = `metadata.name=${name}`;
  // The role allows this one ConfigMap by name only, and lists and watches are allowed by name through this selector.
  const watch = new ListWatch<V1ConfigMap>(
    `/api/v1/namespaces/${namespace}/configmaps`,
    new Watch(kubeConfig),
    () => api.listNamespacedConfigMap({ namespace, fieldSelector }),
    false,
    undefined,
    fieldSelector,
  );
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const later = (delayMs: number, action: () => void): void => {
    clearTimeout(timer);
    timer = setTimeout(action, delayMs);
  };
  const take = (configMap: V1ConfigMap): void => {
    clearTimeout(timer);
    store.update({ data: configMap.data ?? {}, problems: [] });
  };
  const start = (): void => {
    void watch.start().then(() => {
      if (stopped || store.current !== undefined || watch.get(name, namespace) !== undefined) return;
      log.warn({ namespace, configMap: name }, "the sidecar ConfigMap does not exist yet");
      later(WAIT_FOR_MISSING_MS, () => {
        if (store.current === undefined) store.update({ data: {}, problems: [] });
      });
    });
  };
  watch.on("add", take);
  watch.on("update", take);
  watch.on("delete", () => {
    log.warn({ namespace, configMap: name }, "the sidecar ConfigMap was deleted; its last content stays in use");
  });
  watch.on("error", (error: unknown) => {
    if (stopped) return;
    log.error({ error: describe(error) }, "cannot read the sidecar ConfigMap, trying again");
    later(RETRY_AFTER_MS, start);
  });
  start();
  return () => {
    stopped = true;
    clearTimeout(timer);
    void watch.stop();
  };
}

/** The Kubernetes version of the cluster, as in "1.36". */
export async function readKubernetesVersion(kubeConfig: KubeConfig): Promise<string> {
  const { major, minor } = await kubeConfig.makeApiClient(VersionApi).getCode();
  return `${major}.${minor}`;
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error);
}
