import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ownerOf } from "../../../injection/decision/podOwner";
import type { JsonObject } from "../../../injection";

describe("a pod belongs", () => {
  const owned = (kind: string, name: string): JsonObject => ({
    generateName: `${name}-`,
    ownerReferences: [
      { kind: "Other", name: "other" },
      { kind, name, controller: true },
    ],
  });
  const rows: readonly (readonly [claim: string, metadata: JsonObject, labels: JsonObject, owner: string])[] = [
    [
      "to the Deployment of its ReplicaSet",
      owned("ReplicaSet", "web-api-6d5f7c9b8"),
      { "pod-template-hash": "6d5f7c9b8" },
      "Deployment/web-api",
    ],
    ["to a ReplicaSet by itself", owned("ReplicaSet", "web"), {}, "ReplicaSet/web"],
    [
      "to a ReplicaSet whose name has another hash",
      owned("ReplicaSet", "web-1"),
      { "pod-template-hash": "2" },
      "ReplicaSet/web-1",
    ],
    [
      "to a ReplicaSet though its label is empty",
      owned("ReplicaSet", "web"),
      { "pod-template-hash": "" },
      "ReplicaSet/web",
    ],
    ["to the CronJob of its Job", owned("Job", "report-29400000"), {}, "CronJob/report"],
    ["to a CronJob with a number in its name", owned("Job", "report-2-29400000"), {}, "CronJob/report-2"],
    ["to a Job", owned("Job", "report"), {}, "Job/report"],
    ["to a Job with a date in its name", owned("Job", "report-20261231"), {}, "Job/report-20261231"],
    ["to the CronJob of a Job that is for a minute in 2046", owned("Job", "report-39999999"), {}, "CronJob/report"],
    [
      "to a Job with a number that is no minute before 2046",
      owned("Job", "report-40000000"),
      {},
      "Job/report-40000000",
    ],
    ["to a CronJob where a date could be a minute as well", owned("Job", "report-31122026"), {}, "CronJob/report"],
    ["to a Job with a long number in its name", owned("Job", "report-1764633600"), {}, "Job/report-1764633600"],
    ["to a StatefulSet", owned("StatefulSet", "db"), {}, "StatefulSet/db"],
    [
      "to a DaemonSet though its name ends like that of a CronJob's Job",
      owned("DaemonSet", "a-29400000"),
      {},
      "DaemonSet/a-29400000",
    ],
    ["to a kind of others", owned("Rollout", "web"), {}, "Rollout/web"],
    ["to nothing but itself", { name: "web" }, {}, "Pod/web"],
    ["to itself where it has only the beginning of a name", { generateName: "web-" }, {}, "Pod/web"],
    [
      "to itself where nobody controls it",
      { name: "web", ownerReferences: [{ kind: "Job", name: "a" }] },
      {},
      "Pod/web",
    ],
    ["to itself where its owner has a name that no object has", owned("Job", "$(reboot)"), {}, "Pod/$(reboot)"],
    ["to itself where its owner is of a kind that there cannot be", owned("a b", "web"), {}, "Pod/web"],
    ["to itself where its owners are no list", { name: "web", ownerReferences: "Job" }, {}, "Pod/web"],
    [
      "to itself where its owner has no name",
      { name: "web", ownerReferences: [{ kind: "Job", controller: true }] },
      {},
      "Pod/web",
    ],
  ];
  for (const [claim, metadata, labels, owner] of rows)
    it(claim, () => {
      const { kind, name } = ownerOf(metadata, labels);
      assert.equal(`${kind}/${name}`, owner);
    });
});
