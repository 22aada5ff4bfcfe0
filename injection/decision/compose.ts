import type { NamedObject } from "../json";
import { ADDITION_LISTS, type AdditionList, type Additions } from "./additions";
import { findClash } from "./clash";
import type { CompiledTemplate } from "./compiledTemplate";
import type { TemplateOutcome } from "./decision";
import type { PodContents } from "./podContents";
import type { AppliedTemplate, InjectionStatus } from "./statusAnnotation";

export interface Composition {
  readonly outcomes: readonly TemplateOutcome[];
  readonly additions: Additions;
  readonly status: InjectionStatus;
}

/** Puts the templates together, in their order, into what one pod gets. Of two that clash, the first one stays. */
export function compose(templates: readonly CompiledTemplate[], pod: PodContents): Composition {
  const before = addedBefore(templates, pod.status);
  const added: Record<AdditionList, Map<string, NamedObject>> = {
    containers: before.containers,
    initContainers: before.initContainers,
    volumes: new Map(),
    imagePullSecrets: new Map(),
  };
  const isOwn = (name: string): boolean =>
    pod.containerNames.has(name) && !before.containers.has(name) && !before.initContainers.has(name);
  const status = new Map<string, AppliedTemplate>(pod.status);
  const outcomes = templates.map((template): TemplateOutcome => {
    const { name, hash, additions } = template;
    const earlier = pod.status.get(name);
    if (earlier !== undefined)
      return { template: name, reason: "injected", containers: earlier.containers, leftAlone: [] };

    const all = [...additions.initContainers, ...additions.containers].map((container) => container.name);
    const leftAlone = all.filter(isOwn);
    if (all.length > 0 && leftAlone.length === all.length)
      return { template: name, reason: "already-present", detail: `the pod has ${listNames(leftAlone)}` };
    const detail = findClash(additions, pod, added);
    if (detail !== undefined) return { template: name, reason: "conflict", detail };

    for (const list of ADDITION_LISTS)
      for (const item of additions[list]) if (!isTaken(item.name, list, pod)) added[list].set(item.name, item);
    const containers = all.filter((container) => !leftAlone.includes(container));
    status.set(name, { containers, hash });
    return { template: name, reason: "injected", containers, leftAlone };
  });
  const list = (key: AdditionList): readonly NamedObject[] =>
    [...added[key].values()].filter(({ name }) => !isTaken(name, key, pod));
  return {
    outcomes,
    additions: {
      containers: list("containers"),
      initContainers: list("initContainers"),
      volumes: list("volumes"),
      imagePullSecrets: list("imagePullSecrets"),
    },
    status,
  };
}

/**
 * The containers that an earlier call has added, so that they are told from the pod's own. Of one that its template no
 * longer has only the name is known: it is like no other.
 */
function addedBefore(
  templates: readonly CompiledTemplate[],
  status: InjectionStatus,
): Record<"containers" | "initContainers", Map<string, NamedObject>> {
  const before = { containers: new Map<string, NamedObject>(), initContainers: new Map<string, NamedObject>() };
  for (const [template, { containers }] of status) {
    const additions = templates.find(({ name }) => name === template)?.additions;
    for (const name of containers) {
      const isNamed = (item: NamedObject): boolean => item.name === name;
      const initContainer = additions?.initContainers.find(isNamed);
      if (initContainer !== undefined) before.initContainers.set(name, initContainer);
      else before.containers.set(name, additions?.containers.find(isNamed) ?? { name });
    }
  }
  return before;
}

function isTaken(name: string, list: AdditionList, pod: PodContents): boolean {
  switch (list) {
    case "containers":
    case "initContainers":
      return pod.containerNames.has(name);
    case "volumes":
      return pod.volumes.has(name);
    case "imagePullSecrets":
      return pod.pullSecretNames.has(name);
  }
}

function listNames(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}
