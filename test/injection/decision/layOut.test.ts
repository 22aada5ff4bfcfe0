import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseTemplateBody } from "../../../injection/configuration/templateBody";
import { layOut } from "../../../injection/decision/layOut";
import type { JsonObject, JsonValue } from "../../../injection";

describe("the containers of a template", () => {
  const all = {
    containers: [{ name: "beside", image: "a" }],
    sidecars: [{ name: "sidecar", image: "a" }],
    initContainers: [
      { name: "init", image: "a" },
      { name: "native", image: "a", restartPolicy: "Always" },
    ],
  };
  type Row = readonly [claim: string, spec: JsonObject, nativeSidecars: boolean, podEnds: boolean, lists: Lists];
  const rows: readonly Row[] = [
    [
      "stand where they say in a pod that goes on",
      {},
      true,
      false,
      { last: ["init", "native!", "sidecar!"], beside: ["beside"] },
    ],
    ["are native all of them in a pod that ends", {}, true, true, { last: ["init", "native!", "sidecar!", "beside!"] }],
    [
      "are native where they always are",
      { native: "always" },
      true,
      false,
      { last: ["init", "native!", "sidecar!", "beside!"] },
    ],
    [
      "stay beside those of a pod that ends where they are never native",
      { native: "never" },
      true,
      true,
      { last: ["init", "native!", "sidecar!"], beside: ["beside"], keep: ["beside"] },
    ],
    [
      "go first where they say so",
      { position: "first" },
      true,
      true,
      { first: ["init", "native!", "sidecar!", "beside!"] },
    ],
    [
      "are ordinary ones before Kubernetes 1.29",
      {},
      false,
      false,
      { last: ["init"], beside: ["beside", "native", "sidecar"] },
    ],
    [
      "are ordinary ones before Kubernetes 1.29 though they are always native",
      { native: "always", position: "first" },
      false,
      false,
      { first: ["init"], beside: ["beside", "native", "sidecar"] },
    ],
    [
      "keep a pod from ending before Kubernetes 1.29",
      {},
      false,
      true,
      { last: ["init"], beside: ["beside", "native", "sidecar"], keep: ["beside", "native", "sidecar"] },
    ],
  ];
  for (const [claim, spec, nativeSidecars, podEnds, expected] of rows)
    it(claim, () => {
      const body = parseTemplateBody({ spec: { ...all, ...spec } }, "", (path, message) =>
        assert.fail(`${path}: ${message}`),
      );
      const { additions, keepPodRunning } = layOut(body, { nativeSidecars }, podEnds);
      assert.deepEqual(
        {
          first: additions.firstInitContainers.map(mark),
          last: additions.initContainers.map(mark),
          beside: additions.containers.map(mark),
          keep: keepPodRunning,
        },
        { first: [], last: [], beside: [], keep: [], ...expected },
      );
    });
});

interface Lists {
  readonly first?: readonly string[];
  readonly last?: readonly string[];
  readonly beside?: readonly string[];
  readonly keep?: readonly string[];
}

/** The name, with a mark where the container is native. */
function mark({ name, restartPolicy }: { readonly name: string; readonly restartPolicy?: JsonValue }): string {
  return restartPolicy === "Always" ? `${name}!` : name;
}
