import { smallestFargateSize, type FargateSize } from "./fargateSize";
import type { PodRequest } from "./podRequest";

/** What Fargate gives to a pod, and is paid for. An estimate: only Fargate itself knows, once the pod is scheduled. */
export interface FargateCapacity {
  readonly size: FargateSize;
  /** Disk, of which 20 are free. */
  readonly ephemeralStorageGiB: number;
  /**
   * Whether a few MiB more or less would give another size: how Fargate rounds there is not documented, so that the pod
   * may get the neighbouring one.
   */
  readonly isNearStep: boolean;
}

/** What Fargate takes for itself in every pod: kubelet, kube-proxy and containerd. Source: EKS User Guide, "Fargate Pod configuration". */
export const FARGATE_OVERHEAD_MIB = 256;

/** How near to a step counts as near, in MiB. */
const NEAR_STEP_MIB = 16;

/** What every pod has, and the most that one can ask for. Source: EKS User Guide, "Fargate Pod configuration". */
export const DEFAULT_STORAGE_GIB = 20;
export const LARGEST_STORAGE_GIB = 175;

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What Fargate gives to a pod with this request, or undefined where it has nothing as large. */
export function capacityFor({ milliCpu, memoryBytes, ephemeralStorageBytes }: PodRequest): FargateCapacity | undefined {
  const memoryMiB = memoryBytes / MIB + FARGATE_OVERHEAD_MIB;
  const size = smallestFargateSize(milliCpu, memoryMiB);
  const storage = ephemeralStorageBytes / GIB;
  if (size === undefined || storage > LARGEST_STORAGE_GIB) return undefined;
  const isAnother = (nearby: number): boolean => smallestFargateSize(milliCpu, nearby) !== size;
  return {
    size,
    ephemeralStorageGiB: Math.max(DEFAULT_STORAGE_GIB, Math.ceil(storage)),
    isNearStep: isAnother(memoryMiB - NEAR_STEP_MIB) || isAnother(memoryMiB + NEAR_STEP_MIB),
  };
}
