import * as pulumi from "@pulumi/pulumi";
import { formatProblem, type Problem } from "../injection/problem";
import { lateArgumentError } from "./argumentError";
import { INJECTOR_NAME } from "./names";
import type { SidecarInjectorArgs } from "./sidecarInjectorArgs";
import { namespaceProblems, tellSizes } from "./sidecarPreview";
import { inputChecker, optional } from "./validatedInput";
import * as checks from "./validation/argumentChecks";
import { within } from "./validation/objectShape";
import { sidecarTemplateFindings } from "./validation/sidecarTemplates";

/** The arguments with their defaults, each checked also where its value comes only later, from another resource. */
export interface SidecarInjectorSettings {
  image: pulumi.Output<string>;
  namespace: pulumi.Output<string>;
  createNamespace: boolean;
  replicas: pulumi.Output<number>;
  cpu: pulumi.Output<string>;
  memory: pulumi.Output<string>;
  /** Undefined where the webhook is to ask the API server. */
  kubernetesVersion: pulumi.Output<string | undefined>;
  /** Undefined where it is not known. */
  region: pulumi.Output<string | undefined>;
  /** Whether pods of labelled namespaces are brought into the mesh. */
  appMesh: boolean;
  /** Whether Pulumi owns the sidecar ConfigMap. */
  managedConfiguration: boolean;
  /** Undefined where the content of the ConfigMap is kubectl's. */
  templates: pulumi.Output<Record<string, string> | undefined>;
}

export function sidecarInjectorSettings(
  component: pulumi.Resource,
  args: SidecarInjectorArgs,
): SidecarInjectorSettings {
  const checked = inputChecker(component);
  const region = checked<string | undefined>(
    "region",
    pulumi.output(args.region),
    undefined,
    optional(checks.regionProblem),
  );
  const templates = pulumi
    .output(args.sidecarConfiguration?.templates)
    .apply((given) => checkedTemplates(component, given, args));
  tellSizes(component, templates, region, args);
  return {
    image: checked("image", pulumi.output(args.image), "", checks.imageProblem),
    namespace: checked("namespace", pulumi.output(args.namespace), INJECTOR_NAME, checks.namespaceProblem),
    createNamespace: args.createNamespace ?? true,
    replicas: checked("replicas", pulumi.output(args.replicas), 2, checks.replicasProblem),
    cpu: checked("resources.cpu", pulumi.output(args.resources?.cpu), "250m", checks.cpuProblem),
    memory: checked("resources.memory", pulumi.output(args.resources?.memory), "256Mi", checks.memoryProblem),
    kubernetesVersion: checked<string | undefined>(
      "kubernetesVersion",
      pulumi.output(args.kubernetesVersion),
      undefined,
      optional(checks.kubernetesVersionProblem),
    ),
    region,
    appMesh: args.appMesh ?? false,
    managedConfiguration: args.sidecarConfiguration?.managed ?? true,
    templates,
  };
}

/** Here and not in the constructor, so that texts which come only later are warned of too, and none twice. */
function checkedTemplates(
  component: pulumi.Resource,
  templates: Record<string, string> | undefined,
  args: SidecarInjectorArgs,
): Record<string, string> | undefined {
  if (templates === undefined) return undefined;
  const inArgument = (problem: Problem): Problem => within("sidecarConfiguration.templates", problem);
  const { problems, warnings, configuration } = sidecarTemplateFindings(templates);
  if (problems.length > 0) throw lateArgumentError(component, problems.map(inArgument));
  const ofNamespaces = namespaceProblems(configuration, args);
  if (ofNamespaces.problems.length > 0) throw lateArgumentError(component, ofNamespaces.problems);
  const idle = (args.appMesh === true ? [] : configuration.appMeshTemplates).map(({ name }) => ({
    path: name,
    message: "is for no pod without `appMesh: true`",
  }));
  for (const warning of [...[...warnings, ...idle].map(inArgument), ...ofNamespaces.warnings])
    void pulumi.log.warn(formatProblem(warning), component);
  return templates;
}
