import type { Problem } from "../../injection/problem";
import type { SidecarConfigurationArgs, SidecarInjectorArgs, WebhookResourcesArgs } from "../sidecarInjectorArgs";
import * as checks from "./argumentChecks";
import { namespacePoliciesProblems } from "./namespacePolicies";
import {
  inputProblems,
  isPlain,
  objectProblems,
  optionalObjectProblems,
  requiredInputProblems,
  within,
  type FieldsOf,
} from "./objectShape";
import { servingCertificateProblems } from "./servingCertificate";
import { sidecarTemplateFindings } from "./sidecarTemplates";
import { profileNamesProblems, typicalPodsProblems, unknownProfileProblems } from "./typicalPods";

/**
 * Everything that is wrong with the name and the arguments of a SidecarInjector, as far as their values are known, with
 * the path of each argument. Values that come from other resources are checked when they arrive.
 */
export function validateSidecarInjectorArgs(name: string, args: SidecarInjectorArgs, now: Date): Problem[] {
  return [
    ...requiredInputProblems("name", name, checks.componentNameProblem),
    ...objectProblems("", args, ARGUMENT_FIELDS, (object) => argumentProblems(object, now)),
  ];
}

const ARGUMENT_FIELDS: FieldsOf<SidecarInjectorArgs> = {
  image: true,
  namespace: true,
  createNamespace: true,
  replicas: true,
  resources: true,
  kubernetesVersion: true,
  region: true,
  sidecarConfiguration: true,
  fargateProfiles: true,
  typicalPods: true,
  namespacePolicies: true,
  appMesh: true,
  certificates: true,
};

function argumentProblems(args: SidecarInjectorArgs, now: Date): Problem[] {
  return [
    ...requiredInputProblems("image", args.image, checks.imageProblem),
    ...inputProblems("namespace", args.namespace, checks.namespaceProblem),
    ...inputProblems("createNamespace", args.createNamespace, checks.booleanProblem),
    ...inputProblems("appMesh", args.appMesh, checks.booleanProblem),
    ...inputProblems("replicas", args.replicas, checks.replicasProblem),
    ...inputProblems("kubernetesVersion", args.kubernetesVersion, checks.kubernetesVersionProblem),
    ...inputProblems("region", args.region, checks.regionProblem),
    ...optionalObjectProblems("resources", args.resources, RESOURCES_FIELDS, resourcesProblems),
    ...optionalObjectProblems(
      "sidecarConfiguration",
      args.sidecarConfiguration,
      CONFIGURATION_FIELDS,
      configurationProblems,
    ),
    ...profileNamesProblems("fargateProfiles", args.fargateProfiles),
    ...typicalPodsProblems("typicalPods", args.typicalPods),
    ...unknownProfileProblems("typicalPods", args.typicalPods, args.fargateProfiles),
    ...namespacePoliciesProblems("namespacePolicies", args.namespacePolicies),
    ...servingCertificateProblems("certificates", args, now),
  ];
}

export const RESOURCES_FIELDS: FieldsOf<WebhookResourcesArgs> = { cpu: true, memory: true };

function resourcesProblems(resources: WebhookResourcesArgs): Problem[] {
  return [
    ...inputProblems("cpu", resources.cpu, checks.cpuProblem),
    ...inputProblems("memory", resources.memory, checks.memoryProblem),
  ];
}

const CONFIGURATION_FIELDS: FieldsOf<SidecarConfigurationArgs> = { templates: true, managed: true };

function configurationProblems({ templates, managed }: SidecarConfigurationArgs): Problem[] {
  const problems = inputProblems("managed", managed, checks.booleanProblem);
  if (templates === undefined) return problems;
  if (managed === false) {
    problems.push({ path: "managed", message: "false leaves the templates to kubectl, so none can be given here" });
  }
  const found = isPlain(templates) ? sidecarTemplateFindings(templates).problems : [];
  return [...problems, ...found.map((problem) => within("templates", problem))];
}
