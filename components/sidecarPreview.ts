import * as pulumi from "@pulumi/pulumi";
import { isJsonObject } from "../injection/json";
import type { Problem } from "../injection/problem";
import type { SidecarConfiguration } from "../injection/configuration/sidecarConfiguration";
import { findingProblems } from "../injection/lint/formatFinding";
import { namespaceFindings } from "../injection/report/namespaceReport";
import { profilesNamed } from "../injection/report/profiles";
import { sizeReport, type SizeReportInput } from "../injection/report/sizeReport";
import { formatSizeReport } from "../injection/report/sizeReportText";
import { readSidecarConfiguration } from "../presets/readSidecarConfiguration";
import type { SidecarInjectorArgs } from "./sidecarInjectorArgs";
import { namespacePolicies } from "./validation/namespacePolicies";

/** The arguments that say of which pods a preview tells. */
export type PreviewArgs = Pick<
  SidecarInjectorArgs,
  "fargateProfiles" | "typicalPods" | "namespacePolicies" | "appMesh"
>;

/** What the sidecars would be refused for in the namespaces of the arguments, or else meet there. */
export function namespaceProblems(
  configuration: SidecarConfiguration,
  args: PreviewArgs,
): { readonly problems: readonly Problem[]; readonly warnings: readonly Problem[] } {
  const findings = namespaceFindings(reportInput(configuration, undefined, args)).map(
    ({ namespace, template, rule, level, path, message }) => ({
      rule,
      level,
      path: `namespacePolicies.${namespace}`,
      message: `${template === undefined ? "" : `template "${template}": `}${path} ${message}`,
    }),
  );
  return { problems: findingProblems(findings, "error"), warnings: findingProblems(findings, "warn") };
}

/** Those problems, as far as the texts of all templates are known from the start: else they are looked for later. */
export function knownNamespaceProblems(args: SidecarInjectorArgs): readonly Problem[] {
  const templates: unknown = args.sidecarConfiguration?.templates;
  if (args.namespacePolicies === undefined || !isJsonObject(templates)) return [];
  const texts = Object.entries(templates).flatMap(([name, text]) =>
    typeof text === "string" ? [[name, text] as const] : [],
  );
  if (texts.length < Object.keys(templates).length) return [];
  return namespaceProblems(readSidecarConfiguration(Object.fromEntries(texts)), args).problems;
}

/** Tells in a preview, and nowhere else, what the sidecars do to the size and price of pods. */
export function tellSizes(
  component: pulumi.Resource,
  templates: pulumi.Output<Record<string, string> | undefined>,
  region: pulumi.Output<string | undefined>,
  args: PreviewArgs,
): void {
  if (!pulumi.runtime.isDryRun()) return;
  pulumi.all([templates, region]).apply(([texts, knownRegion]) => {
    if (texts === undefined) return;
    const report = sizeReport(reportInput(readSidecarConfiguration(texts), knownRegion, args));
    const text = formatSizeReport(report);
    if (text !== undefined) void pulumi.log.info(text, component);
  });
}

function reportInput(
  configuration: SidecarConfiguration,
  region: string | undefined,
  args: PreviewArgs,
): SizeReportInput {
  const known = {
    configuration,
    typicalPods: new Map(Object.entries(args.typicalPods ?? {})),
    namespacePolicies: namespacePolicies(args.namespacePolicies),
  };
  return {
    ...known,
    // The webhook needs a newer Kubernetes than native sidecars do.
    features: { nativeSidecars: true, region },
    fargateProfiles: args.fargateProfiles ?? profilesNamed(known),
    appMesh: args.appMesh ?? false,
  };
}
