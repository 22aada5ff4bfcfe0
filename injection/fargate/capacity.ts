import { smallestFargateSize, type FargateSize } from "./fargateSize";
import type { PodRequest } from "./podRequest";

/** What Fargate gives to a pod, and is paid for. An estimate: only Fargate itself knows, once the pod is scheduled. */
export interface FargateCapacity {
  readonly size: FargateSize;
  /** Disk, of which 20 are free. More than the pod asks for: Fargate takes some of it for itself. */
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
export const NEAR_STEP_MIB = 16;

/** What every pod has, and the most that one can ask for. Source: EKS User Guide, "Fargate Pod configuration". */
export const DEFAULT_STORAGE_GIB = 20;
export const LARGEST_STORAGE_GIB = 175;

const MIB = 2 ** 20;
const GIB = 2 ** 30;

/** What Fargate gives to a pod with this request, or undefined where it has nothing as large. */
export function capacityFor({ milliCpu, memoryBytes, ephemeralStorageBytes }: PodRequest): FargateCapacity | undefined {
  const memoryMiB = memoryBytes / MIB + FARGATE_OVERHEAD_MIB;
  const size = smallestFargateSize(milliCpu, memoryMiB);
  if (size === undefined || ephemeralStorageBytes > LARGEST_STORAGE_GIB * GIB) return undefined;
  return {
    size,
    ephemeralStorageGiB: provisionedStorageGiB(ephemeralStorageBytes),
    isNearStep:
      memoryMiB + NEAR_STEP_MIB >= size.memoryMiB || smallestFargateSize(milliCpu, memoryMiB - NEAR_STEP_MIB) !== size,
  };
}

/**
 * What is asked for, a tenth of it for the file system and 5 GiB for Fargate's own parts, in whole GiB: 115 for 100, of
 * which 95 are paid for. Sources: the AWS blog post "AWS Fargate adds support for larger ephemeral volumes" of 2023; EKS
 * User Guide, "Fargate Pod configuration".
 */
function provisionedStorageGiB(requestedBytes: number): number {
  if (requestedBytes === 0) return DEFAULT_STORAGE_GIB;
  // In bytes and whole tenths: 100 * 1.1 is more than 110.
  return Math.max(DEFAULT_STORAGE_GIB, Math.ceil((requestedBytes * 11) / 10 / GIB) + 5);
}
