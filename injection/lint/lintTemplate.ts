import type { TemplateBody } from "../configuration/templateBody";
import { isJsonObject } from "../json";
import type { LintFinding } from "./lintRule";

/**
 * What is wrong with a template by itself, whichever pod it is for. `path` is the template's name, at which the paths of
 * the findings begin.
 */
export function lintTemplate({ spec }: TemplateBody, path: string): readonly LintFinding[] {
  return spec.containers.flatMap(({ securityContext }, index) =>
    isJsonObject(securityContext) && securityContext.privileged === true
      ? [
          {
            rule: "privileged",
            path: `${path}.spec.containers[${index}].securityContext.privileged`,
            message: "is true: Fargate runs no privileged container",
          },
        ]
      : [],
  );
}
