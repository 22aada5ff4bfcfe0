import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { portsOf } from "../../../injection/decision/podPorts";
import type { JsonValue } from "../../../injection";

describe("the ports of a pod", () => {
  const rows: readonly (readonly [claim: string, lists: readonly JsonValue[], ports: readonly number[]])[] = [
    [
      "are those of all its containers, each once, in their order",
      [[{ containerPort: 8080 }, { containerPort: 80 }], [{ containerPort: 8080, protocol: "UDP" }]],
      [8080, 80],
    ],
    ["are none where no container has a list of them", [null, "80", {}], []],
    ["are none of a list that holds something else", [[80, null, { containerPort: "80" }, { hostPort: 80 }]], []],
  ];
  for (const [claim, lists, ports] of rows)
    it(claim, () => {
      const containers = lists.map((list, index) => ({ name: `c${index}`, ports: list }));
      assert.deepEqual(portsOf({ containers }), ports);
    });
});
