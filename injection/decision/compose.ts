import type { MinimumRequest } from "../fargate/fitSidecars";
import {
  ADDITION_LISTS,
  CONTAINER_LISTS,
  containersOf,
  mergePodFields,
  NO_POD_FIELDS,
  type AdditionList,
  type Additions,
  type PodFields,
} from "./additions";
import { findClash, type Added } from "./clash";
import type { BoundTemplate } from "./compiledTemplate";
import type { InjectedOutcome, TemplateOutcome } from "./decision";
import { givenFields } from "./givenFields";
import type { PodContents } from "./podContents";
import { longestSleepSeconds } from "./podLimits";
import {
  appliedTemplate,
  templatesWithContainers,
  type AppliedTemplate,
  type InjectionStatus,
} from "./statusAnnotation";

export interface Composition {
  readonly outcomes: readonly TemplateOutcome[];
  /** What the pod gets; fields that it has itself are still among them. */
  readonly additions: Additions;
  readonly status: InjectionStatus;
  /** The templates whose containers the pod then has, by this call or an earlier one, by name. */
  readonly withContainers: readonly string[];
  /** Of the new containers, those that may ask for less: by name, the least of it. */
  readonly lowerable: ReadonlyMap<string, MinimumRequest>;
  /** What grace period the pod must have at least for all of this to hold; 0 where any will do. */
  readonly neededGraceSeconds: number;
}

/**
 * Puts the templates together, in their order, into what one pod gets. Of two that clash, the first one stays. The grace
 * period is that of the pod as it becomes, whichever template sets it: when asked again the pod has it from the start.
 */
export function compose(templates: readonly BoundTemplate[], pod: PodContents): Composition {
  const wanted = templates.map(({ additions }) => additions.podFields.terminationGracePeriodSeconds);
  let graceSeconds = Math.max(pod.limits.graceSeconds, ...wanted);
  for (;;) {
    const composition = composeWithin(graceSeconds, templates, pod);
    const { terminationGracePeriodSeconds } = composition.additions.podFields;
    const given = Math.max(pod.limits.graceSeconds, terminationGracePeriodSeconds);
    if (given >= graceSeconds) return composition;
    graceSeconds = given;
  }
}

function composeWithin(graceSeconds: number, templates: readonly BoundTemplate[], pod: PodContents): Composition {
  const added = addedBefore(templates, pod.status);
  const isOwn = (name: string): boolean => pod.containerNames.has(name) && !added.containers.has(name);
  const status = new Map<string, AppliedTemplate>(pod.status);
  // The webhook's other entry may have written it; what is among these templates is worked out anew.
  for (const [name, entry] of pod.unprovenStatus)
    if (!templates.some((template) => template.name === name)) status.set(name, entry);
  const keysBefore = {
    labels: new Set([...status.values()].flatMap(({ labels = [] }) => labels)),
    annotations: new Set([...status.values()].flatMap(({ annotations = [] }) => annotations)),
  };
  let podFields = NO_POD_FIELDS;
  let sleepSeconds = 0;
  const applied: BoundTemplate[] = [];
  const lowerable = new Map<string, MinimumRequest>();
  const outcomes = templates.map((template): TemplateOutcome => {
    const { name, hash, additions } = template;
    const earlier = pod.status.get(name);
    if (earlier !== undefined) {
      if (earlier.hash === hash) applied.push(template);
      return injectedBefore(name, earlier.containers);
    }

    const containers = containersOf(additions);
    const all = containers.map((container) => container.name);
    const leftAlone = all.filter(isOwn);
    if (all.length > 0 && leftAlone.length === all.length)
      return { template: name, reason: "already-present", detail: `the pod has ${listNames(leftAlone)}` };
    const merged = mergePodFields(podFields, additions.podFields);
    const detail = findClash(additions, pod, givenFields(name, templates, pod), added, graceSeconds);
    if (detail !== undefined) return { template: name, reason: "conflict", detail };

    sleepSeconds = Math.max(sleepSeconds, longestSleepSeconds(containers));
    for (const list of ADDITION_LISTS)
      for (const item of additions[list])
        if (!isTaken(item.name, list, pod)) {
          if (list === "volumes" || list === "imagePullSecrets") added[list].set(item.name, item);
          else added.containers.set(item.name, { list, container: item });
        }
    const newContainers = all.filter((container) => !leftAlone.includes(container));
    const newKeys = (field: "labels" | "annotations"): readonly string[] =>
      Object.keys(additions.podFields[field]).filter(
        (key) =>
          !Object.hasOwn(pod[field], key) && !Object.hasOwn(podFields[field], key) && !keysBefore[field].has(key),
      );
    status.set(name, appliedTemplate(newContainers, hash, newKeys("labels"), newKeys("annotations")));
    podFields = merged;
    applied.push(template);
    if (template.sizing.fit)
      for (const container of newContainers) {
        const minimum = template.sizing.minimum.get(container);
        if (minimum !== undefined) lowerable.set(container, minimum);
      }
    return {
      template: name,
      reason: "injected",
      containers: newContainers,
      leftAlone,
      keepPodRunning: template.keepPodRunning,
    };
  });
  return {
    outcomes,
    additions: newAdditions(added, podFields, applied, pod),
    status,
    withContainers: templatesWithContainers(status),
    lowerable,
    neededGraceSeconds: sleepSeconds > podFields.terminationGracePeriodSeconds ? sleepSeconds : 0,
  };
}

/** What became of a template of which an earlier call has added these containers. */
export function injectedBefore(template: string, containers: readonly string[]): InjectedOutcome {
  return { template, reason: "injected", containers, leftAlone: [], keepPodRunning: [] };
}

function newAdditions(
  added: Added,
  podFields: PodFields,
  applied: readonly BoundTemplate[],
  pod: PodContents,
): Additions {
  const isNew = ({ name }: { readonly name: string }): boolean => !pod.containerNames.has(name);
  const containers = [...added.containers.values()].filter(({ container }) => isNew(container));
  const [firstInitContainers = [], initContainers = [], ordinary = []] = CONTAINER_LISTS.map((wanted) =>
    containers.filter(({ list }) => list === wanted).map(({ container }) => container),
  );
  return {
    volumes: [...added.volumes.values()],
    firstInitContainers,
    initContainers,
    containers: ordinary,
    imagePullSecrets: [...added.imagePullSecrets.values()],
    podFields,
    appContainers: applied.flatMap(({ additions }) => additions.appContainers),
  };
}

/**
 * The containers that an earlier call has added, so that they are told from the pod's own. Of one that its template no
 * longer has only the name is known: it is like no other.
 */
function addedBefore(templates: readonly BoundTemplate[], status: InjectionStatus): Added {
  const containers: Added["containers"] = new Map();
  for (const [template, applied] of status) {
    const additions = templates.find(({ name }) => name === template)?.additions;
    for (const name of applied.containers) {
      const list = CONTAINER_LISTS.find((each) => additions?.[each].some((container) => container.name === name));
      const container = list === undefined ? undefined : additions?.[list].find((each) => each.name === name);
      containers.set(name, { list: list ?? "containers", container: container ?? { name } });
    }
  }
  return { containers, volumes: new Map(), imagePullSecrets: new Map() };
}

function isTaken(name: string, list: AdditionList, pod: PodContents): boolean {
  switch (list) {
    case "volumes":
      return pod.volumes.has(name);
    case "imagePullSecrets":
      return pod.pullSecretNames.has(name);
    default:
      return pod.containerNames.has(name);
  }
}

function listNames(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
