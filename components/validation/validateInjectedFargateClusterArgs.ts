import * as pulumi from "@pulumi/pulumi";
import type { Problem } from "../../injection/problem";
import { readSidecarConfiguration } from "../../presets/readSidecarConfiguration";
import { matchesWildcard } from "../../injection/wildcard";
import { DEFAULT_PROFILES, SYSTEM_PROFILE } from "../cluster/fargateProfiles";
import { missingFileProblems } from "../image/imageContext";
import type { WebhookImageArgs } from "../image/webhookImageArgs";
import type { InjectedFargateClusterArgs } from "../injectedFargateClusterArgs";
import { homelessNamespaces } from "../namespaceProfiles";
import { homelessPods } from "../typicalPodProfiles";
import { awsTagsProblems } from "./awsTags";
import { isPlain, objectProblems, within, type FieldsOf } from "./objectShape";
import { validateFargateClusterArgs, type Findings } from "./validateFargateClusterArgs";
import { validateSidecarInjectorArgs } from "./validateSidecarInjectorArgs";
import { validateWebhookImageArgs } from "./validateWebhookImageArgs";

/**
 * Everything that is wrong with the name and the arguments of an InjectedFargateCluster, as far as they are known. What
 * FargateCluster warns of is left to it.
 */
export function validateInjectedFargateClusterArgs(
  name: string,
  args: InjectedFargateClusterArgs,
  now: Date,
): Findings {
  const problems = objectProblems("", args, FIELDS, (object) => [
    ...validateFargateClusterArgs(name, object.cluster, now).problems.map((problem) => within("cluster", problem)),
    ...imageProblems(`${name}-image`, object.image ?? {}).map((problem) => within("image", problem)),
    ...injectorProblems(name, object, now),
    ...awsTagsProblems("tags", object.tags),
  ]);
  if (problems.length > 0) return { problems, warnings: [] };
  const profiles = args.cluster.fargateProfiles ?? DEFAULT_PROFILES;
  const homeless = [
    ...homelessPods(args.typicalPods ?? {}, profiles),
    ...homelessNamespaces(args.namespacePolicies ?? {}, profiles),
  ];
  return { problems, warnings: [...unusedTemplates(args), ...homeless] };
}

const FIELDS: FieldsOf<InjectedFargateClusterArgs> = {
  cluster: true,
  image: true,
  replicas: true,
  resources: true,
  sidecarConfiguration: true,
  typicalPods: true,
  namespacePolicies: true,
  appMesh: true,
  certificates: true,
  tags: true,
};

function imageProblems(name: string, image: WebhookImageArgs): Problem[] {
  const problems = validateWebhookImageArgs(name, image);
  return problems.length === 0 && image.reference === undefined ? missingFileProblems() : problems;
}

function injectorProblems(name: string, args: InjectedFargateClusterArgs, now: Date): Problem[] {
  const { replicas, resources, sidecarConfiguration, typicalPods, namespacePolicies, appMesh, certificates } = args;
  // The image is not there yet, and therefore not looked at.
  const image = pulumi.output("");
  return validateSidecarInjectorArgs(
    `${name}-injector`,
    { image, replicas, resources, sidecarConfiguration, typicalPods, namespacePolicies, appMesh, certificates },
    now,
  );
}

/** Templates for profiles that the cluster does not have. */
function unusedTemplates({ cluster, sidecarConfiguration }: InjectedFargateClusterArgs): string[] {
  const templates = sidecarConfiguration?.templates;
  if (templates === undefined || !isPlain(templates)) return [];
  const texts = Object.entries(templates).filter((entry): entry is [string, string] => typeof entry[1] === "string");
  const profiles = [SYSTEM_PROFILE, ...Object.keys(cluster.fargateProfiles ?? DEFAULT_PROFILES)];
  return readSidecarConfiguration(Object.fromEntries(texts))
    .templates.filter(
      (template) => !template.profiles.some((glob) => profiles.some((name) => matchesWildcard(glob, name))),
    )
    .map(
      (template) =>
        `the sidecars of "${template.name}" are for no Fargate profile of this cluster: ` +
        `${template.profiles.join(", ")} fits none of ${profiles.join(", ")}`,
    );
}
