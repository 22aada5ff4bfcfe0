/** What can be wrong between the API server and one pod. The kubelet's own probes are not concerned, as on a real node. */
export type NetworkFault =
  /** Nobody listens: the connection is refused. */
  | { kind: "refuse" }
  /** Packets vanish: the connection is never answered. */
  | { kind: "black-hole" }
  /** The connection breaks at the first byte of the pod's answer. */
  | { kind: "cut" }
  /** Everything arrives, so much later in each direction. */
  | { kind: "delay"; delayMs: number };

const PODS_PER_SUBNET = 254;

/**
 * The pod network of one local cluster. Pods have addresses of their own, at which nothing listens; behind an address and
 * port stands a port of the loopback interface, where the pod's process really listens. Whoever calls a pod asks here.
 */
export class PodNetwork {
  private readonly ports = new Map<string, Map<number, number>>();
  private readonly faults = new Map<string, NetworkFault>();
  private readonly faultListeners = new Set<(address: string) => void>();
  private assigned = 0;

  /** A new pod address. Addresses are not given twice, so that a late call never reaches another pod. */
  assign(): string {
    const number = this.assigned++;
    const address = `10.99.${Math.floor(number / PODS_PER_SUBNET)}.${(number % PODS_PER_SUBNET) + 1}`;
    this.ports.set(address, new Map());
    return address;
  }

  /** Makes room for an address that somebody else has chosen, such as a node's. */
  reserve(address: string): void {
    this.ports.set(address, new Map());
  }

  release(address: string): void {
    this.ports.delete(address);
    this.setFault(address, undefined);
  }

  /** Makes a port of a pod lead to a port of the loopback interface; without one the port is closed again. */
  connect(address: string, podPort: number, loopbackPort: number | undefined): void {
    if (loopbackPort === undefined) this.ports.get(address)?.delete(podPort);
    else this.ports.get(address)?.set(podPort, loopbackPort);
  }

  /** The loopback port behind a port of a pod, or undefined where nobody listens. */
  resolve(address: string, podPort: number): number | undefined {
    return this.ports.get(address)?.get(podPort);
  }

  /** Breaks the way to a pod, or mends it (`undefined`). Connections that are open then are closed. */
  setFault(address: string, fault: NetworkFault | undefined): void {
    if (fault === undefined) this.faults.delete(address);
    else this.faults.set(address, fault);
    for (const listener of this.faultListeners) listener(address);
  }

  faultOf(address: string): NetworkFault | undefined {
    return this.faults.get(address);
  }

  /** Calls back with the address at each change of a fault, until the returned function is called. */
  onFaultChange(listener: (address: string) => void): () => void {
    this.faultListeners.add(listener);
    return () => this.faultListeners.delete(listener);
  }
}
