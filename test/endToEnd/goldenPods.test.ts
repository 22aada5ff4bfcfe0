import assert from "node:assert/strict";
import { CoreV1Api } from "@kubernetes/client-node";
import { after, before, describe, it } from "mocha";
import { FARGATE_SCHEDULER, type AddOperation, type Decision } from "../../injection";
import { isJsonArray, isJsonObject, ownField, type JsonObject, type JsonValue } from "../../injection/json";
import { parseQuantity } from "../../injection/kubernetes/quantity";
import { eventually } from "../../local/eventually";
import { startLocalCluster, type LocalCluster } from "../../local/localCluster";
import { decideGolden, goldenPods } from "../injection/goldenPods";
import { assertNothingLost, injectedPod, listAt } from "../injection/injectedPod";
import { dryRunPods, type CreatePod } from "./dryRunPods";

describe("golden pods at the real API server", function () {
  this.timeout(60_000);
  const all = goldenPods().filter(({ refusedByApiServer }) => !refusedByApiServer);
  let cluster: LocalCluster;
  let create: CreatePod;
  before(async () => {
    cluster = await startLocalCluster();
    create = await dryRunPods(cluster);
    await prepare(cluster.kubeConfig.makeApiClient(CoreV1Api));
  });
  after(() => cluster.stop());

  for (const golden of all)
    describe(golden.name, () => {
      const pod = withScheduler(golden.pod);
      const first = decideGolden(golden, pod);
      const changed = injectedPod(pod, first);
      let stored: JsonObject;
      before(async () => {
        stored = await create(golden.namespace, changed);
      });

      it("is stored as it becomes, with all that was injected as it was given", () => {
        for (const list of ["containers", "initContainers", "volumes"])
          assert.deepEqual(namesIn(stored, list), namesIn(changed, list), list);
        for (const operation of first.patch?.operations ?? []) assertHoldsAt(stored, changed, operation);
      });

      it("is otherwise stored as it is without the injector", async () => {
        assertNothingLost(await create(golden.namespace, pod), stored);
      });

      it("gets no second patch as it was stored, and the same reasons, and is accepted again", async () => {
        const second = decideGolden(golden, stored);
        assert.equal(second.patch, undefined);
        assert.deepEqual(reasonsOf(second), reasonsOf(first));
        assert.deepEqual(await create(golden.namespace, stored), stored);
      });
    });

  async function prepare(api: CoreV1Api): Promise<void> {
    const accounts = new Map<string, Set<string>>();
    for (const { namespace, pod } of all)
      accounts.set(namespace, (accounts.get(namespace) ?? new Set(["default"])).add(accountOf(pod)));
    const known = (await api.listNamespace()).items.map(({ metadata }) => metadata?.name);
    for (const [namespace, names] of accounts) {
      if (!known.includes(namespace)) await api.createNamespace({ body: { metadata: { name: namespace } } });
      for (const name of names)
        if (name !== "default") await api.createNamespacedServiceAccount({ namespace, body: { metadata: { name } } });
      await eventually({
        what: `the service account of namespace ${namespace}`,
        condition: async () => {
          const { items } = await api.listNamespacedServiceAccount({ namespace });
          return items.some(({ metadata }) => metadata?.name === "default");
        },
      });
    }
  }
});

/** EKS writes the scheduler into each pod of a Fargate profile; the API server would write another one. */
function withScheduler(pod: JsonObject): JsonObject {
  return isJsonObject(pod.spec) ? { ...pod, spec: { schedulerName: FARGATE_SCHEDULER, ...pod.spec } } : pod;
}

function reasonsOf({ podReason, templates }: Decision): readonly unknown[] {
  return [podReason, ...templates.map(({ template, reason }) => [template, reason])];
}

function accountOf({ spec }: JsonObject): string {
  const name = isJsonObject(spec) ? spec.serviceAccountName : undefined;
  return typeof name === "string" ? name : "default";
}

/** Without the volume of the ServiceAccount plugin, which some golden pods have from the start. */
function namesIn(pod: JsonObject, list: string): readonly unknown[] {
  return listAt(pod, list)
    .map(({ name }) => name)
    .filter((name) => typeof name !== "string" || !name.startsWith("kube-api-access-"));
}

/** Proves that the pod has what an operation brought: an item in its list, or the value as later operations left it. */
function assertHoldsAt(stored: JsonObject, changed: JsonObject, { path, value }: AddOperation): void {
  const steps = path.split("/").slice(1);
  const parent = steps.slice(0, -1).reduce<JsonValue | undefined>(stepInto, stored);
  const place = (pod: JsonObject): JsonValue | undefined => steps.reduce<JsonValue | undefined>(stepInto, pod);
  if (!isJsonArray(parent)) assertHolds(place(stored), place(changed), path);
  else
    assert.ok(
      parent.some((item) => holds(item, value)),
      `${path}: ${JSON.stringify(value)}`,
    );
}

function stepInto(value: JsonValue | undefined, step: string): JsonValue | undefined {
  const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
  if (isJsonArray(value)) return value[Number(name)];
  return isJsonObject(value) ? ownField(value, name) : undefined;
}

function holds(stored: JsonValue | undefined, given: JsonValue): boolean {
  try {
    assertHolds(stored, given, "");
    return true;
  } catch {
    return false;
  }
}

/** The API server writes defaults beside what is given, leaves out what is empty, and writes quantities its own way. */
function assertHolds(stored: JsonValue | undefined, given: JsonValue | undefined, path: string): void {
  if (isEmpty(given) && isEmpty(stored)) return;
  if (isJsonObject(given) && isJsonObject(stored)) {
    for (const [field, value] of Object.entries(given)) assertHolds(stored[field], value, `${path}/${field}`);
  } else if (isJsonArray(given) && isJsonArray(stored)) {
    assert.equal(stored.length, given.length, path);
    given.forEach((item, index) => {
      assertHolds(stored[index], item, `${path}/${index}`);
    });
  } else if (stored !== given) {
    const [a, b] = [stored, given].map((value) => (typeof value === "object" ? undefined : quantityOf(value)));
    assert.ok(a !== undefined && a === b, `${path}: ${JSON.stringify(stored)} is not ${JSON.stringify(given)}`);
  }
}

function quantityOf(value: string | number | boolean | undefined): bigint | undefined {
  return typeof value === "string" || typeof value === "number" ? parseQuantity(value) : undefined;
}

function isEmpty(value: JsonValue | undefined): boolean {
  if (isJsonArray(value)) return value.length === 0;
  return value === undefined || value === null || value === "" || value === false || value === 0;
}
