import type { LocalCluster } from "./localCluster";

/** What the cluster writes by itself all the time. */
const RESTLESS = ["events", "events.events.k8s.io", "leases.coordination.k8s.io"];

/** Every object in the cluster, as `version kind namespace/name`, so that two moments can be compared. */
export async function listClusterObjects(cluster: LocalCluster): Promise<string[]> {
  const known = await cluster.kubectl(["api-resources", "--verbs=list", "--output=name"]);
  const resources = known.split("\n").filter((resource) => resource !== "" && !RESTLESS.includes(resource));
  const template = '{range .items[*]}{.apiVersion} {.kind} {.metadata.namespace}/{.metadata.name}{"\\n"}{end}';
  const listing = await cluster.kubectl([
    "get",
    resources.join(","),
    "--all-namespaces",
    `--output=jsonpath=${template}`,
  ]);
  return listing
    .split("\n")
    .filter((line) => line !== "")
    .sort();
}
