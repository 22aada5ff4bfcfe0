import {
  decide,
  FARGATE_PROFILE_LABEL,
  formatSizeChange,
  isJsonObject,
  type CompiledConfiguration,
  type Decision,
  type Entry,
  type JsonObject,
} from "../injection";
import { formatAdmissionReview, WARNING_LENGTH, type AdmissionRequest } from "./admissionReview";
import type { Log } from "./log";
import type { Metrics, PodResult } from "./metrics";

export interface AdmissionContext {
  readonly log: Log;
  readonly metrics: Metrics;
}

/**
 * Answers a request of the MutatingWebhookConfiguration. It is always allowed: pods are changed or left alone, and
 * whatever goes wrong in here must not keep a pod from starting.
 */
export function admit(
  request: AdmissionRequest,
  configuration: CompiledConfiguration,
  entry: Entry,
  context: AdmissionContext,
): string {
  const { uid, operation, namespace, coreKind, object: pod } = request;
  if (operation !== "CREATE" || coreKind !== "Pod" || pod === undefined) return formatAdmissionReview(uid, {});
  const decision = decideSafely(pod, namespace, configuration, entry, context.log);
  const summary = summarize(decision);
  try {
    record(request, decision, summary, context);
  } catch (error) {
    context.log.error({ err: error, uid }, "the decision could not be recorded");
  }
  return formatAdmissionReview(uid, {
    patch: decision.patch?.base64,
    warnings: decision.warnings.map((warning) => `fargate-sidecar-injector: ${warning}`),
    ...(decision.templates.length > 0 ? { auditAnnotations: auditAnnotationsOf(decision, summary) } : {}),
  });
}

function decideSafely(
  pod: JsonObject,
  namespace: string,
  configuration: CompiledConfiguration,
  entry: Entry,
  log: Log,
): Decision {
  try {
    return decide(pod, namespace, configuration, entry);
  } catch (error) {
    log.error({ err: error, namespace }, "the decision failed, the pod is let through as it is");
    const warnings = ["the injector failed, the pod was left as it is; see its log"];
    return {
      podReason: "internal-error",
      templates: [],
      patch: undefined,
      appliedBefore: "nothing",
      size: undefined,
      findings: [],
      warnings,
    };
  }
}

/**
 * Logs and counts a decision. The API server asks about nearly every pod twice, because its own plugins change a pod
 * after the webhooks (reinvocationPolicy IfNeeded); the second time only shows as a repetition.
 */
function record(
  request: AdmissionRequest,
  decision: Decision,
  summary: string,
  { log, metrics }: AdmissionContext,
): void {
  const result = resultOf(decision);
  metrics.countPod(result, decision.podReason ?? "", request.dryRun);
  if (result !== "repeated") countParts(decision, metrics);
  if (decision.templates.length === 0 && decision.warnings.length === 0) return;
  const level = result === "repeated" ? "debug" : decision.warnings.length > 0 ? "warn" : "info";
  if (!log.isLevelEnabled(level)) return;
  log[level](
    {
      uid: request.uid,
      namespace: request.namespace,
      ...describePod(request),
      templates: summary,
      ...(decision.size === undefined ? {} : { size: formatSizeChange(decision.size) }),
      ...(decision.warnings.length > 0
        ? { warnings: decision.warnings.map((warning) => warning.slice(0, WARNING_LENGTH)) }
        : {}),
      ...(request.dryRun ? { dryRun: true } : {}),
    },
    result,
  );
}

function auditAnnotationsOf({ size }: Decision, summary: string): Readonly<Record<string, string>> {
  return { templates: summary, ...(size === undefined ? {} : { size: formatSizeChange(size) }) };
}

function countParts({ templates, appliedBefore, size, findings, patch }: Decision, metrics: Metrics): void {
  for (const { template, reason } of templates) metrics.countTemplate(template, reason);
  if (appliedBefore !== "nothing") return;
  for (const { rule } of findings) metrics.countPodFinding(rule);
  if (size !== undefined && patch !== undefined) metrics.countSize(size);
}

function resultOf({ patch, templates, appliedBefore }: Decision): PodResult {
  const isInjected = templates.some(({ reason }) => reason === "injected");
  if (isInjected && (appliedBefore === "all" || patch === undefined)) return "repeated";
  return patch === undefined ? "unchanged" : "injected";
}

/** `default=injected,_all=conflict`: one reason a template. */
function summarize({ templates }: Decision): string {
  return templates.map(({ template, reason }) => `${template}=${reason}`).join(",");
}

function describePod({ name, object: pod }: AdmissionRequest): { pod: string; profile: string } {
  const metadata = isJsonObject(pod?.metadata) ? pod.metadata : {};
  const labels = isJsonObject(metadata.labels) ? metadata.labels : {};
  return {
    pod: logged(name || metadata.name || metadata.generateName),
    profile: logged(labels[FARGATE_PROFILE_LABEL]),
  };
}

/** Longest name of a pod. The API server checks names and labels after its webhooks: a new pod may hold anything. */
const LONGEST_NAME = 253;

function logged(value: unknown): string {
  return typeof value === "string" ? value.slice(0, LONGEST_NAME) : "";
}
