import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { SizeChange } from "../../../injection/decision/decision";
import type { PodSize, ProfileSizes } from "../../../injection/report/sizeReport";
import { formatSizeReport } from "../../../injection/report/sizeReportText";

const capacity = (vcpu: number, gb: number, ephemeralStorageGiB = 20, isNearStep = false): SizeChange["before"] => ({
  size: { milliCpu: vcpu * 1000, memoryMiB: gb * 1024 },
  ephemeralStorageGiB,
  isNearStep,
});

const applied = (
  pod: string | undefined,
  before: SizeChange["before"],
  after: SizeChange["after"],
  cost?: readonly [number, number],
): PodSize => ({
  pod,
  outcome: {
    kind: "applied",
    size: {
      before,
      after,
      cost: cost && { currency: "USD", before: cost[0], after: cost[1], source: "us-east-1, list prices of 2026-11" },
    },
  },
});

const onProfile = (fargateProfile: string, pods: readonly PodSize[], templates = ["a"]): ProfileSizes => ({
  fargateProfile,
  templates: [{ templates, pods }],
});

/** The lines below the title. */
function bodyOf(report: readonly ProfileSizes[]): readonly string[] {
  const [title = "", ...body] = (formatSizeReport(report) ?? "").split("\n");
  assert.match(title, /^What sidecars do to the sizes of pods on Fargate, estimated/);
  return body;
}

describe("The lines of a size report", () => {
  it("are none where there is nothing to tell", () => {
    assert.equal(formatSizeReport([]), undefined);
  });

  it("say the size before and after, the money, and where its prices are from", () => {
    const report = [onProfile("p", [applied(undefined, capacity(0.25, 0.5), capacity(0.25, 1), [0.01, 0.0122])])];
    assert.equal(
      formatSizeReport(report),
      "What sidecars do to the sizes of pods on Fargate, estimated, prices: us-east-1, list prices of 2026-11:\n" +
        'template "a" on profile "p"\n' +
        "  the smallest pod: 0.25 vCPU / 0.5 GB → 0.25 vCPU / 1 GB, + $1.61 a month each",
    );
  });

  it("put pods that fare alike on one line, and profiles on which all is alike in one block", () => {
    const pods = [
      applied(undefined, capacity(0.25, 0.5), capacity(0.25, 0.5)),
      applied("web", capacity(1, 2), capacity(1, 3)),
      applied("api", capacity(2, 4), capacity(2, 4)),
    ];
    assert.deepEqual(bodyOf([onProfile("p", pods), onProfile("q", pods), onProfile("r", pods.slice(2))]), [
      'template "a" on profiles "p", "q"',
      "  the smallest pod, api: no change",
      "  web: 1 vCPU / 2 GB → 1 vCPU / 3 GB",
      'template "a" on profile "r"',
      "  api: no change",
    ]);
  });

  it("say that a profile may be any, or any with such a name, where no more is known", () => {
    const titles = (...fargateProfiles: readonly string[]): readonly string[] =>
      bodyOf(
        fargateProfiles.map((fargateProfile) =>
          onProfile(fargateProfile, [applied("a", capacity(1, 2), capacity(1, 3))]),
        ),
      ).filter((line) => !line.startsWith(" "));
    assert.deepEqual(titles("*"), ['template "a" on any profile']);
    assert.deepEqual(titles("team-*"), ['template "a" on any profile like "team-*"']);
    assert.deepEqual(titles("web", "team-*", "*"), [
      'template "a" on profile "web", any profile like "team-*", any profile',
    ]);
  });

  it("name templates that pods get together", () => {
    assert.deepEqual(bodyOf([onProfile("p", [applied("web", capacity(1, 2), capacity(1, 2))], ["a", "b"])]), [
      'templates "a", "b" together on profile "p"',
      "  web: no change",
    ]);
  });

  it("say disk beyond what every pod has, how near a step is, and what is too large", () => {
    const fates: readonly (readonly [PodSize, string])[] = [
      [applied("a", capacity(1, 2), capacity(1, 2, 35)), "1 vCPU / 2 GB → 1 vCPU / 2 GB / 35 GiB of disk"],
      [
        applied("a", capacity(1, 2), capacity(1, 3, 20, true)),
        "1 vCPU / 2 GB → 1 vCPU / 3 GB, within 16 MiB of another size",
      ],
      [applied("a", capacity(1, 2), capacity(1, 2, 20, true)), "no change, within 16 MiB of another size"],
      [
        applied("a", capacity(16, 120), undefined),
        "16 vCPU / 120 GB → larger than the largest size of Fargate: would stay Pending",
      ],
      [applied("a", undefined, undefined), "larger than the largest size of Fargate, also without it: stays Pending"],
    ];
    for (const [pod, fate] of fates) assert.equal(bodyOf([onProfile("p", [pod])])[1], `  a: ${fate}`);
  });

  it("say why a template is not applied", () => {
    const skipped = (detail: string | undefined): PodSize => ({
      pod: "web",
      outcome: { kind: "not-applied", reason: "conflict", detail },
    });
    assert.equal(bodyOf([onProfile("p", [skipped("two volumes")])])[1], "  web: not applied, conflict: two volumes");
    assert.equal(bodyOf([onProfile("p", [skipped(undefined)])])[1], "  web: not applied, conflict");
  });
});
