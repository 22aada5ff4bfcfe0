import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { compileConfiguration, decide, parseSidecarConfiguration, type JsonObject } from "../../../injection";
import { injectedPod } from "../injectedPod";

const SHARED = "shareProcessNamespace: true";
const NOT_SHARED = "shareProcessNamespace: false";
const SYSCTL_OF_THE_NODE = 'securityContext: {sysctls: [{name: kernel.shm_rmid_forced, value: "1"}]}';
const OTHER_SYSCTL = 'securityContext: {sysctls: [{name: net.ipv4.tcp_syncookies, value: "1"}]}';

describe("a field that a template may not set in a pod of which its node shares something", () => {
  for (const [field, wanted, other, pod] of [
    ["shareProcessNamespace", SHARED, NOT_SHARED, { hostPID: true }],
    ["sysctls", SYSCTL_OF_THE_NODE, OTHER_SYSCTL, { hostIPC: true }],
  ] as const)
    for (const [order, templates] of [
      ["after", { a: wanted, b: other }],
      ["before", { b: wanted, a: other }],
    ] as const)
      it(`keeps the template out when asked again, where one ${order} it has set ${field}`, () => {
        const [first, second] = reasonsTwice(templates, pod);
        assert.deepEqual(Object.values(first).sort(), ["conflict", "injected"]);
        assert.deepEqual(second, first);
      });

  it("keeps no template out when asked again, where the pod gives it as another template does", () => {
    const [first, second] = reasonsTwice({ a: SHARED, b: NOT_SHARED }, { hostPID: true, shareProcessNamespace: false });
    assert.deepEqual(first, { a: "injected", b: "injected" });
    assert.deepEqual(second, first);
  });
});

/** The reasons of the templates for a pod, and those when the webhook is asked about what it has made of the pod. */
function reasonsTwice(
  specs: Readonly<Record<string, string>>,
  fields: JsonObject,
): readonly [Record<string, string>, Record<string, string>] {
  const data = Object.entries(specs).map(([name, spec]) => [name, `profiles: [default]\nspec: {${spec}}`] as const);
  const parsed = parseSidecarConfiguration(Object.fromEntries<string>(data));
  assert.deepEqual(parsed.problems, []);
  const configuration = compileConfiguration(parsed, { nativeSidecars: true });
  const pod = {
    metadata: { labels: { "eks.amazonaws.com/fargate-profile": "default" } },
    spec: { containers: [{ name: "app", image: "app:1" }], ...fields },
  };
  const first = decide(pod, "shop", configuration);
  const second = decide(injectedPod(pod, first), "shop", configuration);
  const [ofFirst, ofSecond] = [first, second].map(({ templates }) =>
    Object.fromEntries(templates.map(({ template, reason }) => [template, reason])),
  );
  return [ofFirst ?? {}, ofSecond ?? {}];
}
