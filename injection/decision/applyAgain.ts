import type { FargatePrices } from "../fargate/fargatePrices";
import { podRequest } from "../fargate/podRequest";
import { NO_ADDITIONS, NO_POD_FIELDS } from "./additions";
import { faultAfter, type AppliedPlan, type PodAtHand } from "./applyPlan";
import { shapeOf, statusOperations } from "./commonOperations";
import type { BoundTemplate } from "./compiledTemplate";
import type { InjectedOutcome } from "./decision";
import { toPatch } from "./jsonPatch";
import { personalOperations } from "./personalOperations";
import { resourcesAfter, sizeChange, sizeKey, writtenSize } from "./sizeChange";
import { templatesWithContainers, writeStatus, type WrittenSize } from "./statusAnnotation";

/**
 * What a pod to which all of the templates were applied before still has to get, where something else has changed it in
 * between: its own containers, where another webhook has added some, and another word on its size, such as where a
 * LimitRange has given requests to sidecars that have none. A template that has changed since then is not mixed with
 * what is there.
 */
export function applyAgain(
  templates: readonly BoundTemplate[],
  outcomes: readonly InjectedOutcome[],
  { raw, view, before, resources, request: requestBefore }: PodAtHand,
  prices: FargatePrices | undefined,
): AppliedPlan {
  const request = podRequest(resourcesAfter(view, resources, NO_ADDITIONS));
  const size = before.fargateProfile === "" ? undefined : sizeChange(requestBefore, request, prices);
  const withContainers = templatesWithContainers(before.status);
  const result = { outcomes, additions: NO_ADDITIONS, request, size, withContainers, isFitted: false };
  const unchanged = templates.filter(({ name, hash }) => before.status.get(name)?.hash === hash);
  const appContainers = unchanged.flatMap(({ additions }) => additions.appContainers);
  const personal =
    appContainers.length === 0
      ? []
      : personalOperations({ podFields: NO_POD_FIELDS, appContainers }, view, before.containers);
  const written = size === undefined ? undefined : writtenSize(size);
  const status =
    written === undefined || before.status.size === 0 || isWritten(written, before.writtenSize)
      ? []
      : statusOperations(
          writeStatus(new Map([...before.unprovenStatus, ...before.status]), written),
          NO_ADDITIONS,
          shapeOf(view),
        );
  if ("fault" in personal) return { ...result, patch: undefined };
  const operations = [...personal, ...status];
  const isSafe = operations.length > 0 && faultAfter(operations, raw) === undefined;
  return { ...result, patch: isSafe ? toPatch(operations) : undefined };
}

function isWritten(size: WrittenSize, written: WrittenSize | undefined): boolean {
  return written !== undefined && sizeKey(size) === sizeKey(written);
}
