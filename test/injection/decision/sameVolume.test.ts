import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { sameVolume } from "../../../injection/decision/sameVolume";
import type { JsonObject } from "../../../injection/json";

describe("two volumes of one name are the same", () => {
  const cases: readonly (readonly [claim: string, a: JsonObject, b: JsonObject, same: boolean])[] = [
    [
      "if their fields are equal in any order",
      { secret: { secretName: "s", optional: true } },
      { secret: { optional: true, secretName: "s" } },
      true,
    ],
    ["if both are emptyDirs", { emptyDir: { medium: "Memory" } }, { emptyDir: { sizeLimit: "1Gi" } }, true],
    ["if one has no source, which makes it an emptyDir", {}, { emptyDir: {} }, true],
    ["if one has no source but for nulls", { configMap: null }, { emptyDir: {} }, true],
    [
      "if one has the mode that the API server writes into the other",
      { configMap: { name: "c" } },
      { configMap: { name: "c", defaultMode: 420 } },
      true,
    ],
    [
      "if one has a false that the API server leaves out",
      { persistentVolumeClaim: { claimName: "c", readOnly: false } },
      { persistentVolumeClaim: { claimName: "c" } },
      true,
    ],
    ["if one has an empty type", { hostPath: { path: "/x", type: "" } }, { hostPath: { path: "/x" } }, true],
    [
      "if one has the defaults of a token",
      { projected: { sources: [{ serviceAccountToken: { path: "t", expirationSeconds: 3600 } }], defaultMode: 420 } },
      { projected: { sources: [{ serviceAccountToken: { path: "t" } }] } },
      true,
    ],
    [
      "if one names the version of a field",
      { downwardAPI: { items: [{ path: "n", fieldRef: { apiVersion: "v1", fieldPath: "metadata.name" } }] } },
      { downwardAPI: { items: [{ path: "n", fieldRef: { fieldPath: "metadata.name" } }] } },
      true,
    ],
    [
      "if one has the divisor that the API server writes into the other",
      {
        downwardAPI: {
          items: [{ path: "cpu", resourceFieldRef: { containerName: "a", resource: "limits.cpu", divisor: "0" } }],
        },
      },
      { downwardAPI: { items: [{ path: "cpu", resourceFieldRef: { containerName: "a", resource: "limits.cpu" } }] } },
      true,
    ],
    [
      "if one has empty texts and lists, which the API server leaves out",
      { secret: { secretName: "s", items: [] } },
      { secret: { secretName: "s" } },
      true,
    ],
    ["but not if their names differ", { configMap: { name: "a" } }, { configMap: { name: "b" } }, false],
    ["but not if their kinds differ", { configMap: { name: "a" } }, { emptyDir: {} }, false],
    [
      "but not if their modes differ",
      { configMap: { name: "a", defaultMode: 256 } },
      { configMap: { name: "a" } },
      false,
    ],
    [
      "but not if one must be there and the other need not",
      { secret: { secretName: "s", optional: true } },
      { secret: { secretName: "s" } },
      false,
    ],
    [
      "but not if their files come in another order",
      {
        configMap: {
          name: "a",
          items: [
            { key: "a", path: "a" },
            { key: "b", path: "b" },
          ],
        },
      },
      {
        configMap: {
          name: "a",
          items: [
            { key: "b", path: "b" },
            { key: "a", path: "a" },
          ],
        },
      },
      false,
    ],
    ["but not if one is of a kind that nobody knows yet", { futureDisk: {} }, { emptyDir: {} }, false],
  ];
  for (const [claim, a, b, same] of cases)
    it(claim, () => {
      assert.equal(sameVolume({ name: "v", ...a }, { name: "v", ...b }), same);
      assert.equal(sameVolume({ name: "v", ...b }, { name: "v", ...a }), same);
    });
});
