import type { TemplateBody } from "../configuration/templateBody";
import { podRequest } from "../fargate/podRequest";
import type { JsonObject } from "../json";
import { environmentFindings, findPodIdentity, metadataFindings } from "./awsFindings";
import { containerFindings } from "./containerFindings";
import { flushFindings } from "./flushFindings";
import { tooLarge } from "./lintRequests";
import type { LintFinding } from "./lintRule";
import { findUnsupportedInContainer } from "./unsupportedContainer";
import { findUnsupportedVolume } from "./unsupportedVolume";

/**
 * What is wrong with a template by itself, whichever pod it is for. `path` is the template's name, at which the paths of
 * the findings begin.
 */
export function lintTemplate({ metadata, spec }: TemplateBody, path: string): readonly LintFinding[] {
  const at = `${path}.spec`;
  const lists = [
    [spec.containers, `${at}.containers`],
    [spec.sidecars, `${at}.sidecars`],
    [spec.initContainers, `${at}.initContainers`],
  ] as const;
  const sidecars = [
    ...placed(spec.containers, `${at}.containers`),
    ...placed(spec.sidecars, `${at}.sidecars`),
    ...placed(spec.initContainers, `${at}.initContainers`).filter(([{ restartPolicy }]) => restartPolicy === "Always"),
  ];
  return [
    ...unsupported(lists, spec.volumes, at),
    ...lists.flatMap(([containers, list]) =>
      placed(containers, list).flatMap(([container, place]) => containerFindings(container, place)),
    ),
    ...placed(spec.appContainers, `${at}.appContainers`).flatMap(([{ env }, place]) =>
      environmentFindings({ env }, place),
    ),
    ...Object.entries(metadata.annotations).flatMap(([key, text]) =>
      metadataFindings(text, `${path}.metadata.annotations.${key}`),
    ),
    ...flushFindings(sidecars, spec.terminationGracePeriodSeconds),
    ...tooLarge(requestOf(spec), at),
  ];
}

function unsupported(
  lists: readonly (readonly [containers: readonly JsonObject[], path: string])[],
  volumes: readonly JsonObject[],
  path: string,
): readonly LintFinding[] {
  const found: LintFinding[] = [];
  for (const [containers, list] of lists)
    containers.forEach((container, index) => {
      findUnsupportedInContainer(container, list, index, found);
    });
  volumes.forEach((volume, index) => {
    findUnsupportedVolume(volume, `${path}.volumes`, index, found);
    findPodIdentity(volume, `${path}.volumes`, index, found);
  });
  return found;
}

/** What the template's own containers ask for in any pod. */
function requestOf({ containers, sidecars, initContainers }: TemplateBody["spec"]): ReturnType<typeof podRequest> {
  return podRequest({
    containers: [...containers, ...sidecars],
    initContainers,
    resources: undefined,
    overhead: undefined,
  });
}

function placed<Item>(list: readonly Item[], path: string): readonly (readonly [item: Item, path: string])[] {
  return list.map((item, index) => [item, `${path}[${index}]`] as const);
}
