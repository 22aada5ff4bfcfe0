import assert from "node:assert/strict";
import { parseSidecarConfiguration } from "../../../injection";
import type { SizeReportInput } from "../../../injection/report/sizeReport";

/** What a report is made of, for a sidecar configuration in which nothing is wrong. */
export function reportInput(
  data: Readonly<Record<string, string>>,
  about: Partial<SizeReportInput> = {},
): SizeReportInput {
  const configuration = parseSidecarConfiguration(data);
  assert.deepEqual(configuration.problems, []);
  return {
    configuration,
    features: { nativeSidecars: true },
    fargateProfiles: ["default"],
    typicalPods: new Map(),
    namespacePolicies: new Map(),
    appMesh: false,
    ...about,
  };
}

/** A template with one sidecar that asks for this much; `more` is what stands beside its `spec`. */
export function sidecarTemplate(name: string, cpu: string, memory: string, more = ""): string {
  const amounts = `{cpu: ${cpu}, memory: ${memory}}`;
  return `${more}\nspec: {containers: [{name: ${name}, image: "a:1", resources: {requests: ${amounts}, limits: ${amounts}}}]}`;
}
