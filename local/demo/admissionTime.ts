import type { LocalCluster } from "../localCluster";

/** Calls of the injector's webhook so far, and the seconds that they took, by the API server's own metrics. */
export async function admissionTime(cluster: LocalCluster): Promise<{ seconds: number; calls: number }> {
  const metrics = await cluster.kubectl(["get", "--raw", "/metrics"]);
  const sum = (suffix: string): number =>
    metrics
      .split("\n")
      .filter((line) => line.startsWith(`apiserver_admission_webhook_admission_duration_seconds_${suffix}{`))
      .filter((line) => line.includes('name="ignore.pods.fargate-sidecar-injector"'))
      .reduce((total, line) => total + Number(line.split(" ").at(-1)), 0);
  return { seconds: sum("sum"), calls: sum("count") };
}
