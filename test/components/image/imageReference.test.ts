import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { parseImageReference } from "../../../components/image/imageReference";

const DIGEST = `sha256:${"ab".repeat(32)}`;

describe("the parts of an image reference", () => {
  const parts: Record<string, ReturnType<typeof parseImageReference>> = {
    [`registry.example/team/webhook@${DIGEST}`]: { repository: "registry.example/team/webhook", digest: DIGEST },
    [`registry.example/webhook:1.0@${DIGEST}`]: { repository: "registry.example/webhook", digest: DIGEST },
    "registry.example/webhook:1.0": { repository: "registry.example/webhook", digest: "" },
    "localhost:5000/webhook": { repository: "localhost:5000/webhook", digest: "" },
    [`localhost:5000/webhook:1@${DIGEST}`]: { repository: "localhost:5000/webhook", digest: DIGEST },
    webhook: { repository: "webhook", digest: "" },
  };
  for (const [reference, expected] of Object.entries(parts)) {
    it(`are found in ${reference.replace(DIGEST, "sha256:…")}`, () => {
      assert.deepEqual(parseImageReference(reference), expected);
    });
  }
});
