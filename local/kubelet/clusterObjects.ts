import {
  CoreV1Api,
  ListWatch,
  Watch,
  type KubeConfig,
  type KubernetesListObject,
  type KubernetesObject,
  type V1ConfigMap,
  type V1Pod,
  type V1Secret,
} from "@kubernetes/client-node";

/** The newest known state of all objects that a kubelet needs, followed by watches. */
export interface ClusterObjects {
  secret(namespace: string, name: string): V1Secret | undefined;
  configMap(namespace: string, name: string): V1ConfigMap | undefined;
  /** Calls back after each change of a Secret or ConfigMap, until the returned function is called. */
  onMountableChange: (listener: (namespace: string, name: string) => void) => () => void;
  /** Begins to report the pods that have a node. */
  watchPods(listener: PodListener): Promise<void>;
  stop(): Promise<void>;
}

export interface PodListener {
  changed: (pod: V1Pod) => void;
  deleted: (pod: V1Pod) => void;
}

const HAS_NODE = "spec.nodeName!=";
/** A watch that broke (the API server went away for a moment) starts again after this time. */
const RESTART_DELAY_MS = 500;

/** Starts to follow Secrets and ConfigMaps. Resolves when the first lists are read. */
export async function watchClusterObjects(kubeConfig: KubeConfig): Promise<ClusterObjects> {
  const core = kubeConfig.makeApiClient(CoreV1Api);
  const watch = new Watch(kubeConfig);
  const listeners = new Set<(namespace: string, name: string) => void>();
  const announce = (object: KubernetesObject) => {
    for (const listener of listeners) listener(object.metadata?.namespace ?? "", object.metadata?.name ?? "");
  };

  const secrets = follow<V1Secret>(watch, "/api/v1/secrets", () => core.listSecretForAllNamespaces());
  const configMaps = follow<V1ConfigMap>(watch, "/api/v1/configmaps", () => core.listConfigMapForAllNamespaces());
  secrets.objects.on("change", announce);
  configMaps.objects.on("change", announce);
  await Promise.all([secrets.start(), configMaps.start()]);

  const pods = follow<V1Pod>(
    watch,
    "/api/v1/pods",
    () => core.listPodForAllNamespaces({ fieldSelector: HAS_NODE }),
    HAS_NODE,
  );
  return {
    secret: (namespace, name) => secrets.objects.get(name, namespace),
    configMap: (namespace, name) => configMaps.objects.get(name, namespace),
    onMountableChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async watchPods(listener) {
      pods.objects.on("add", listener.changed);
      pods.objects.on("update", listener.changed);
      pods.objects.on("delete", listener.deleted);
      await pods.start();
    },
    async stop() {
      await Promise.all([secrets.stop(), configMaps.stop(), pods.stop()]);
    },
  };
}

interface Followed<T extends KubernetesObject> {
  objects: ListWatch<T>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

function follow<T extends KubernetesObject>(
  watch: Watch,
  path: string,
  list: () => Promise<KubernetesListObject<T>>,
  fieldSelector?: string,
): Followed<T> {
  const objects = new ListWatch<T>(path, watch, list, false, undefined, fieldSelector);
  let stopped = false;
  let restart: NodeJS.Timeout | undefined;
  objects.on("error", () => {
    if (stopped) return;
    restart = setTimeout(() => void objects.start(), RESTART_DELAY_MS);
  });
  return {
    objects,
    start: () => objects.start(),
    async stop() {
      stopped = true;
      clearTimeout(restart);
      await objects.stop();
    },
  };
}
