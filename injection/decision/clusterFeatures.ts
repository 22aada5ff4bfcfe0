export interface ClusterFeatures {
  /** Whether `initContainers` may have `restartPolicy: Always` (Kubernetes 1.29 and newer). */
  readonly nativeSidecars: boolean;
  /** Region of AWS that the cluster is in, for the prices there; undefined where it is not known. */
  readonly region?: string | undefined;
}

/**
 * What a cluster of this Kubernetes version ("1.36", "v1.35.2", "1.34+" as EKS says it) can do; undefined where the text
 * is no version. Native sidecars are on since 1.29 (KEP-753).
 */
export function clusterFeatures(kubernetesVersion: string): ClusterFeatures | undefined {
  const match = /^v?(\d+)\.(\d+)(?:[.+-].*)?$/.exec(kubernetesVersion.trim());
  if (match === null) return undefined;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return { nativeSidecars: major > 1 || (major === 1 && minor >= 29) };
}
