import assert from "node:assert/strict";
import fc from "fast-check";
import { after, before, describe, it } from "mocha";
import { refusedCalls } from "../../local/aws/callLog";
import type { ResourceStep } from "../../local/pulumi/engineEvents";
import type { PulumiStack } from "../../local/pulumi/pulumiStack";
import { admittedPod, imagesOf } from "./appPods";
import { createStack } from "./newCluster/stack";
import { startStandIns, type StandIns } from "./newCluster/standIns";

/** `npm run test:failures` takes every resource; `npm test` draws a few by a seed, which it prints. */
const ALL = process.env.FAILURES === "all";
const DRAWN = 3;
const SEED = Number(process.env.FAILURES_SEED ?? Date.now() % 1_000_000);

/** Components, and what the engine makes by itself. */
const WITHOUT_PROVIDER = /^(pulumi:|eks:|fargate-sidecar-injector:)/;

describe("a new cluster of which one resource cannot be made", function () {
  this.timeout(ALL ? 4 * 3_600_000 : 600_000);
  let standIns: StandIns;
  let stack: PulumiStack;
  let creations: ResourceStep[];
  let stop: (() => Promise<void>) | undefined;

  before(async () => {
    standIns = await startStandIns();
    ({ stop } = standIns);
    stack = await createStack(standIns, "failing");
    const { steps } = await stack.preview();
    creations = steps.filter(({ operation, type }) => operation === "create" && !WITHOUT_PROVIDER.test(type));
    if (!ALL) console.log(`    drawn with FAILURES_SEED=${SEED}`);
  });
  after(() => stop?.());

  /** An update in which the resource cannot be made. */
  const failingUpdate = async ({ type, name }: ResourceStep): Promise<void> => {
    standIns.recorder.fail({ operation: "create", type, name, when: "before" });
    await assert.rejects(stack.up(), new RegExp(escaped(name)));
    standIns.recorder.clearFaults();
  };
  it(
    ALL
      ? "is gone after a destroy, and whole after another update, whichever it is"
      : "is gone after a destroy, and whole after another update",
    async () => {
      const chosen = ALL ? creations : drawn(creations);
      for (const creation of chosen) {
        console.log(`      ${creation.type} ${creation.name}`);
        const callsBefore = standIns.account.calls.length;
        await failingUpdate(creation);
        await stack.destroy();
        assert.deepEqual(await standIns.leftovers(), []);

        await failingUpdate(creation);
        await stack.up();
        assert.deepEqual(imagesOf(await admittedPod(standIns.cluster, "default")), ["app", "sidecar:1"]);
        await stack.destroy();
        assert.deepEqual(await standIns.leftovers(), []);
        assert.deepEqual(refusedCalls(standIns.account.calls.slice(callsBefore)), []);
      }
    },
  );
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Some of them, the same ones for the same seed. */
function drawn(creations: readonly ResourceStep[]): ResourceStep[] {
  const some = fc.shuffledSubarray([...creations], { minLength: DRAWN, maxLength: DRAWN });
  return fc.sample(some, { seed: SEED, numRuns: 1 }).flat();
}
