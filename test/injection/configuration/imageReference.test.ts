import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isImageReference } from "../../../injection/configuration/imageReference";

const DIGEST = `sha256:${"0a".repeat(32)}`;

describe("an image reference", () => {
  for (const image of [
    "nginx",
    "nginx:1.27",
    "nginx:Latest_1.2-x",
    "library/nginx",
    "localhost:5000/a__b/c-d--e.f",
    "Registry.Example.com/team/agent:1",
    "[2001:db8::1]:5000/agent",
    "123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/agent:1.2",
    `public.ecr.aws/agent@${DIGEST}`,
    `agent:1@${DIGEST}`,
  ])
    it(`may be ${image}`, () => {
      assert.ok(isImageReference(image));
    });

  for (const image of [
    "",
    "Nginx",
    "team/Agent",
    "nginx:",
    "nginx:latest:latest",
    "https://example.com/agent:1",
    "example.com//agent",
    "/agent",
    "agent/",
    " agent",
    "agent ",
    "agent\n",
    "-agent",
    "a..b",
    "agent:-1",
    `agent:${"1".repeat(129)}`,
    "agent@sha256:abc",
    `agent@md5:${"0a".repeat(32)}`,
    "${IMAGE}",
    "$IMAGE",
    "{{ .image }}",
    "a".repeat(1_001),
  ])
    it(`is not ${JSON.stringify(image.slice(0, 40))}`, () => {
      assert.ok(!isImageReference(image));
    });
});
