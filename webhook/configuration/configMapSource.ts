import {
  CoreV1Api,
  ListWatch,
  VersionApi,
  Watch,
  type KubeConfig,
  type V1ConfigMap,
  type V1ConfigMapList,
} from "@kubernetes/client-node";
import type { Log } from "../log";
import { describeApiError } from "./apiError";
import { readConfigMap } from "./configMapContent";
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
  let stopped = false;
  let retryTimer: NodeJS.Timeout | undefined;
  let missingTimer: NodeJS.Timeout | undefined;

  const list = async (): Promise<V1ConfigMapList> => {
    const configMaps = await api.listNamespacedConfigMap({ namespace, fieldSelector });
    if (configMaps.items.length === 0 && store.current === undefined && !stopped) {
      log.warn({ namespace, configMap: name }, "the sidecar ConfigMap does not exist yet");
      missingTimer ??= setTimeout(() => {
        store.update({ data: {}, problems: [] });
      }, WAIT_FOR_MISSING_MS);
    }
    return configMaps;
  };
  const take = (configMap: V1ConfigMap): void => {
    clearTimeout(missingTimer);
    store.update(readConfigMap(configMap));
  };
  const retry = (error: unknown): void => {
    if (stopped) return;
    log.error({ error: describeApiError(error) }, "cannot read the sidecar ConfigMap, trying again");
    clearTimeout(retryTimer);
    retryTimer = setTimeout(start, RETRY_AFTER_MS);
  };
  // The role allows this one ConfigMap by name only, and lists and watches are allowed by name through this selector.
  const path = `/api/v1/namespaces/${namespace}/configmaps`;
  const watch = new ListWatch<V1ConfigMap>(path, new Watch(kubeConfig), list, false, undefined, fieldSelector);
  const start = (): void => {
    watch.start().catch(retry);
  };
  watch.on("add", take);
  watch.on("update", take);
  watch.on("delete", () => {
    log.warn({ namespace, configMap: name }, "the sidecar ConfigMap was deleted; its last content stays in use");
  });
  watch.on("error", retry);
  start();
  return () => {
    stopped = true;
    clearTimeout(retryTimer);
    clearTimeout(missingTimer);
    void watch.stop();
  };
}

/**
 * The Kubernetes version of the cluster, as in "1.36".
 * @throws Error with a sentence for the operator where the API server does not answer.
 */
export async function readKubernetesVersion(kubeConfig: KubeConfig): Promise<string> {
  try {
    const { major, minor } = await kubeConfig.makeApiClient(VersionApi).getCode();
    return `${major}.${minor}`;
  } catch (error) {
    throw new Error(`the API server does not tell its version: ${describeApiError(error)}`, { cause: error });
  }
}
