/** One combination of vCPU and memory that Fargate offers: what a pod is given, and what is paid for. */
export interface FargateSize {
  /** In thousandths of a vCPU. */
  readonly milliCpu: number;
  /** AWS says "GB" of what are 1,024 MiB. */
  readonly memoryMiB: number;
}

/** Combinations with one number of vCPUs, memory in GB. Source: EKS User Guide, "Fargate Pod configuration". */
const TABLE: readonly { readonly vcpu: number; readonly memoryGb: readonly number[] }[] = [
  { vcpu: 0.25, memoryGb: [0.5, 1, 2] },
  { vcpu: 0.5, memoryGb: steps(1, 4, 1) },
  { vcpu: 1, memoryGb: steps(2, 8, 1) },
  { vcpu: 2, memoryGb: steps(4, 16, 1) },
  { vcpu: 4, memoryGb: steps(8, 30, 1) },
  { vcpu: 8, memoryGb: steps(16, 60, 4) },
  { vcpu: 16, memoryGb: steps(32, 120, 8) },
];

/** All sizes, from the smallest on. */
export const FARGATE_SIZES: readonly FargateSize[] = TABLE.flatMap(({ vcpu, memoryGb }) =>
  memoryGb.map((gb) => ({ milliCpu: vcpu * 1000, memoryMiB: gb * 1024 })),
);

/**
 * The smallest size with that much of both, or undefined where none has: the first whose memory is enough among those of
 * the first number of vCPUs for which there is one.
 */
export function smallestFargateSize(milliCpu: number, memoryMiB: number): FargateSize | undefined {
  return FARGATE_SIZES.find((size) => size.milliCpu >= milliCpu && size.memoryMiB >= memoryMiB);
}

/** As AWS writes it, in the annotation `CapacityProvisioned` of a pod: `0.25vCPU 0.5GB`. */
export function formatFargateSize({ milliCpu, memoryMiB }: FargateSize): string {
  return `${milliCpu / 1000}vCPU ${memoryMiB / 1024}GB`;
}

function steps(from: number, to: number, step: number): readonly number[] {
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}
