import type { AppMeshTemplate } from "../appMesh/appMeshTemplate";
import type { Problem } from "../problem";
import { collectSelections } from "./selectionOverlap";

/**
 * Two templates of kind `appmesh` that can both be for one pod, which both bring their Envoy. They come in the order in
 * which they apply; the problem stands at the later one, which loses.
 */
export function findMeshOverlaps(templates: readonly AppMeshTemplate[]): readonly Problem[] {
  const collect = collectSelections();
  return templates.flatMap((template, index) => {
    const canMeet = collect({ ...template, profiles: ["*"] });
    const earlier = templates.slice(0, index).find((_, number) => canMeet(number));
    if (earlier === undefined) return [];
    const message =
      `template "${earlier.name}" can be for the same pods and goes first; they get "conflict" for ` +
      `"${template.name}" where both bring Envoy`;
    return [{ path: template.name, message }];
  });
}
