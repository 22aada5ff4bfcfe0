import type { JsonObject } from "../json";
import { awsFindings } from "./awsFindings";
import { imageFindings } from "./imageFindings";
import type { LintFinding } from "./lintRule";
import { requestFindings } from "./requestFindings";

/** What is wrong with a container that runs nevertheless: for templates, preview and the command line. */
export function containerFindings(container: JsonObject, path: string): readonly LintFinding[] {
  return [...imageFindings(container, path), ...requestFindings(container, path), ...awsFindings(container, path)];
}
