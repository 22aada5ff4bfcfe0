import type { SidecarTemplate } from "./parseTemplate";
import { makePatternIndex } from "./patternOverlap";
import { labelDemands, selectorsOverlap, type LabelDemands } from "./selectorOverlap";

/** What says which pods a template is for. */
export type Selection = Pick<SidecarTemplate, "profiles" | "namespaces" | "podSelector">;

/** Tells whether the template that was taken as the nth, from 0 on, can be for the same pod. */
export type CanMeet = (earlier: number) => boolean;

/**
 * Takes the selections of templates one after another, and tells of each which earlier ones can be for the same pod.
 * They are looked up, so that a thousand templates are not compared each with each.
 */
export function collectSelections(): (selection: Selection) => CanMeet {
  const profiles = makePatternIndex();
  const namespaces = makePatternIndex();
  const labels: LabelDemands[] = [];
  return (selection) => {
    const demands = labelDemands(selection.podSelector);
    const number = labels.push(demands) - 1;
    profiles.add(selection.profiles, number);
    namespaces.add(selection.namespaces, number);
    let meeting: ReadonlySet<number> | undefined;
    const findMeeting = (): ReadonlySet<number> => {
      const sameNamespace = namespaces.ownersOfOverlapping(selection.namespaces);
      const meets = (other: number): boolean => {
        const others = labels[other];
        return sameNamespace.has(other) && others !== undefined && selectorsOverlap(demands, others);
      };
      return new Set([...profiles.ownersOfOverlapping(selection.profiles)].filter(meets));
    };
    // Most templates add nothing that another one could be in the way of, and never ask.
    return (earlier) => (meeting ??= findMeeting()).has(earlier);
  };
}
