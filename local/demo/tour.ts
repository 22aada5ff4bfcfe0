import type { V1Deployment, V1Pod } from "@kubernetes/client-node";
import { listClusterObjects } from "../listClusterObjects";
import { eventually } from "../eventually";
import type { AwsAccount } from "../aws/awsAccount";
import { ofStacks } from "../aws/ofStacks";
import type { LocalCluster } from "../localCluster";
import type { PulumiEnvironment } from "../pulumi/pulumiEnvironment";
import type { PulumiStack } from "../pulumi/pulumiStack";
import { admissionTime } from "./admissionTime";
import { createDemonstrationStack, exampleFile, readSidecars } from "./demonstrationStack";
import { describeContainers, describeReadiness, describeSize } from "./podSummary";
import { formatDuration, type Screen } from "./screen";
import { everyReplicaFollows, reasonLine } from "./webhookLog";

/** What the tour works with. Every step throws where it does not hold. */
export interface Tour {
  readonly account: AwsAccount;
  readonly cluster: LocalCluster;
  readonly pulumi: PulumiEnvironment;
  readonly screen: Screen;
}

/** Makes a cluster with the project's own Pulumi program and shows its injector at work. Gives the stack, still there. */
export async function showInjection(tour: Tour): Promise<PulumiStack> {
  const { account, cluster, pulumi, screen } = tour;
  const sidecars = readSidecars(exampleFile("sidecar-configmap.yaml"));

  screen.heading("pulumi up: this project's index.ts makes the cluster and installs the injector");
  const stack = await createDemonstrationStack(pulumi, sidecars, (text) => {
    screen.pulumi(text);
  });
  await stack.up();
  const ownObjects = account.list();
  screen.row("in AWS", `${ownObjects.length} resources: ${summaryOf(ownObjects.map(({ kind }) => kind))}`);

  screen.heading("A Deployment in a namespace of Fargate profile `default` gets the sidecar");
  const before = await admissionTime(cluster);
  const injected = await deployApp(tour);
  const after = await admissionTime(cluster);
  expectContainers(injected, ["web", "sidecar"]);
  screen.row("reason", await reasonLine(cluster, injected));
  screen.row("Fargate size", describeSize(injected));
  const milliseconds = ((after.seconds - before.seconds) / (after.calls - before.calls)) * 1_000;
  screen.row("admission took", `${formatDuration(milliseconds)}, as the API server measured it`);

  screen.heading("A pod outside Fargate is left as it is");
  await cluster.kubectl(["create", "namespace", "tools"]);
  await cluster.kubectl(["apply", `--filename=${exampleFile("pod-on-ec2.yaml")}`]);
  await cluster.kubectl(["wait", "--for=condition=Ready", "pod/batch", "--namespace=tools", "--timeout=60s"]);
  const untouched = await readJson<V1Pod>(cluster, ["get", "pod", "batch", "--namespace=tools"]);
  screen.row("pod", describeContainers(untouched.spec));
  screen.row("ready", describeReadiness(untouched));
  expectContainers(untouched, ["batch"]);

  screen.heading("A change of the sidecar configuration is followed by the next pod");
  const changed = Object.fromEntries(
    Object.entries(sidecars).map(([name, template]) => [
      name,
      template.replace(
        /( *)- image: busybox$/m,
        "$1- image: busybox:1.37\n$1  resources: { requests: { memory: 512Mi }, limits: { memory: 512Mi } }",
      ),
    ]),
  );
  await stack.setConfig("sidecars", changed);
  await stack.up();
  await everyReplicaFollows(cluster);
  await cluster.kubectl(["rollout", "restart", "deployment/web", "--namespace=default"]);
  await cluster.kubectl(["rollout", "status", "deployment/web", "--namespace=default", "--timeout=60s"]);
  const next = await appPod(cluster);
  screen.row("next pod", describeContainers(next.spec));
  screen.row("Fargate size", describeSize(next));
  if (!next.spec?.containers.some(({ image }) => image === "busybox:1.37"))
    throw new Error("the next pod did not follow the change");
  return stack;
}

/** Destroys the stack and shows that nothing of it is left in AWS and among the objects of the cluster. */
export async function showRemoval(
  { account, cluster, screen }: Tour,
  stack: PulumiStack,
  objectsBefore: readonly string[],
): Promise<void> {
  screen.heading("pulumi destroy takes all of it away");
  await stack.destroy();
  await stack.remove();
  await cluster.kubectl(["delete", "deployment/web", "--namespace=default", "--wait"]);
  await cluster.kubectl(["delete", "namespace/tools", "--wait"]);
  let left: string[] = [];
  await eventually({
    what: "the demonstration's own pods to go",
    condition: async () => {
      left = (await listClusterObjects(cluster)).filter((object) => !objectsBefore.includes(object));
      return left.every((object) => object.includes("fargate-"));
    },
  });
  left.push(...ofStacks(account));
  screen.row("left of it", left.length === 0 ? "nothing" : left.join("\n"));
  if (left.length > 0) throw new Error(`pulumi destroy left ${left.length} objects behind`);
}

/** What there is of each kind, most first: "4 fargate-profile, 3 role". */
function summaryOf(kinds: readonly string[]): string {
  const counts = Object.entries(Object.groupBy(kinds, (kind) => kind)).map(
    ([kind, each]) => [kind, each?.length ?? 0] as const,
  );
  return counts
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${count} ${kind.split(":").pop() ?? kind}`)
    .join(", ");
}

async function deployApp({ cluster, screen }: Tour): Promise<V1Pod> {
  await cluster.kubectl(["apply", `--filename=${exampleFile("deployment.yaml")}`]);
  const deployment = await readJson<V1Deployment>(cluster, ["get", "deployment", "web", "--namespace=default"]);
  screen.row("template says", describeContainers(deployment.spec?.template.spec));
  await cluster.kubectl(["rollout", "status", "deployment/web", "--namespace=default", "--timeout=60s"]);
  const pod = await appPod(cluster);
  screen.row("pod has", describeContainers(pod.spec));
  screen.row("ready", describeReadiness(pod));
  if (describeReadiness(pod) !== "2/2 Running") throw new Error("the pod is not ready with its sidecar");
  return pod;
}

/** The pod of the newest rollout. */
async function appPod(cluster: LocalCluster): Promise<V1Pod> {
  const list = await readJson<{ items: V1Pod[] }>(cluster, [
    "get",
    "pods",
    "--namespace=default",
    "--selector=app=web",
  ]);
  const pod = list.items.find(({ metadata }) => metadata?.deletionTimestamp === undefined);
  if (pod === undefined) throw new Error("the Deployment has no pod");
  return pod;
}

async function readJson<T>(cluster: LocalCluster, args: readonly string[]): Promise<T> {
  return JSON.parse(await cluster.kubectl([...args, "--output=json"])) as T;
}

function expectContainers(pod: V1Pod, names: readonly string[]): void {
  const actual = pod.spec?.containers.map(({ name }) => name) ?? [];
  if (actual.join() !== names.join())
    throw new Error(`expected containers ${names.join()}, but the pod has ${actual.join()}`);
}
