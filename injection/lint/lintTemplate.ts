import type { TemplateBody } from "../configuration/templateBody";
import { podRequest } from "../fargate/podRequest";
import { addressFindings, namesExceptions } from "./addressFindings";
import { environmentFindings, findPodIdentity } from "./awsFindings";
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
  const containers = placed(spec.containers, `${at}.containers`);
  const sidecars = placed(spec.sidecars, `${at}.sidecars`);
  const initContainers = placed(spec.initContainers, `${at}.initContainers`);
  const native = initContainers.filter(({ item }) => item.restartPolicy === "Always");
  return [
    ...unsupported(spec, at),
    ...[...containers, ...sidecars, ...initContainers].flatMap(({ item, path: place }) =>
      containerFindings(item, place),
    ),
    ...placed(spec.appContainers, `${at}.appContainers`).flatMap(({ item: { env }, path: place }) =>
      environmentFindings({ env }, place),
    ),
    ...Object.entries(metadata.annotations).flatMap(([key, text]) =>
      namesExceptions(key) ? [] : addressFindings(text, `${path}.metadata.annotations.${key}`),
    ),
    ...flushFindings([...containers, ...sidecars, ...native], spec.terminationGracePeriodSeconds),
    ...tooLarge(requestOf(spec), at),
  ];
}

/** What keeps every pod with the template from running. */
function unsupported(spec: TemplateBody["spec"], path: string): readonly LintFinding[] {
  const found: LintFinding[] = [];
  for (const list of ["containers", "sidecars", "initContainers"] as const)
    spec[list].forEach((container, index) => {
      findUnsupportedInContainer(container, `${path}.${list}`, index, found);
    });
  spec.volumes.forEach((volume, index) => {
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

/** An item of a list, and where it stands. */
interface Placed<Item> {
  readonly item: Item;
  readonly path: string;
}

function placed<Item>(list: readonly Item[], path: string): readonly Placed<Item>[] {
  return list.map((item, index) => ({ item, path: `${path}[${index}]` }));
}
