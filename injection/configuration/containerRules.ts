import type { JsonObject, JsonValue } from "../json";
import { checkDnsLabel, checkGiven, checkOneOf, isGiven } from "./commonRules";
import { checkEnvironment } from "./environmentRules";
import { checkPorts } from "./portRules";
import { checkProbesAndLifecycle, forbidProbesAndLifecycle } from "./probeRules";
import { isImageReference } from "./imageReference";
import { describeValue, type Report } from "../problem";
import { checkResizePolicy, checkResources } from "./resourceRules";
import { checkSecurityContext } from "./securityContextRules";
import { findVariable, notFilledIn } from "./unfilledText";

/** What a container is in its template: it decides which fields the API server accepts. */
export type ContainerRole = "container" | "sidecar" | "initContainer";

/**
 * Checks what the types alone do not say of a container, so that no pod is refused because of it. The rules are
 * those of the API server (k8s.io/kubernetes, pkg/apis/core/validation), and an image is required.
 */
export function checkContainer(container: JsonObject, role: ContainerRole, path: string, report: Report): void {
  checkDnsLabel(container.name, `${path}.name`, report);
  checkImage(container.image, `${path}.image`, report);
  checkOneOf(container.imagePullPolicy, ["", "Always", "IfNotPresent", "Never"], `${path}.imagePullPolicy`, report);
  checkOneOf(
    container.terminationMessagePolicy,
    ["", "File", "FallbackToLogsOnError"],
    `${path}.terminationMessagePolicy`,
    report,
  );
  checkRestartPolicy(container, role, path, report);
  if (role === "initContainer" && container.restartPolicy !== "Always")
    forbidProbesAndLifecycle(container, path, report);
  else checkProbesAndLifecycle(container, path, report);
  checkPorts(container.ports, `${path}.ports`, report);
  checkEnvironment(container, path, report);
  checkResources(container.resources, `${path}.resources`, report);
  checkResizePolicy(container.resizePolicy, `${path}.resizePolicy`, report);
  checkSecurityContext(container.securityContext, `${path}.securityContext`, report);
}

function checkImage(image: JsonValue | undefined, path: string, report: Report): void {
  checkGiven(image, path, report);
  if (typeof image !== "string" || image === "" || isImageReference(image)) return;
  const variable = findVariable(image);
  if (variable !== undefined) report(path, notFilledIn(variable));
  else
    report(
      path,
      `must be an image reference such as registry.example.com/team/agent:1.2, but is ${describeValue(image)}`,
    );
}

function checkRestartPolicy(container: JsonObject, role: ContainerRole, path: string, report: Report): void {
  const { restartPolicy, restartPolicyRules } = container;
  if (isGiven(restartPolicyRules))
    report(`${path}.restartPolicyRules`, "is not for templates: not every Kubernetes version takes it");
  if (!isGiven(restartPolicy)) return;
  if (role === "container")
    report(`${path}.restartPolicy`, "is not for ordinary containers; a native sidecar stands in spec.sidecars");
  else checkOneOf(restartPolicy, ["Always"], `${path}.restartPolicy`, report);
}
