import { CONFIGURATION_FORMAT, formatProblem, isJsonObject, SIDECAR_CONFIG_MAP, type JsonObject } from "../injection";
import { formatAdmissionReview, type AdmissionAnswer, type AdmissionRequest } from "./admissionReview";
import type { AdmissionContext } from "./admit";
import { reviewConfiguration, type ConfigurationReview } from "./configurationReview";

/**
 * Answers a request of the ValidatingWebhookConfiguration: a sidecar ConfigMap with problems is refused with all of
 * them; whatever else comes is allowed, and so is the ConfigMap where the review itself fails.
 */
export function validate(request: AdmissionRequest, context: AdmissionContext): string {
  const configMap = sidecarConfigMap(request);
  if (configMap === undefined) return formatAdmissionReview(request.uid, {});
  const review = reviewSafely(configMap, request, context);
  record(request, review, context);
  return formatAdmissionReview(request.uid, answerTo(review));
}

function sidecarConfigMap({ operation, coreKind, object }: AdmissionRequest): JsonObject | undefined {
  if ((operation !== "CREATE" && operation !== "UPDATE") || coreKind !== "ConfigMap") return undefined;
  return isJsonObject(object?.metadata) && object.metadata.name === SIDECAR_CONFIG_MAP ? object : undefined;
}

type Review = ConfigurationReview | { readonly result: "error" };

function reviewSafely(configMap: JsonObject, request: AdmissionRequest, { log }: AdmissionContext): Review {
  try {
    return reviewConfiguration(configMap, request.oldObject);
  } catch (error) {
    log.error({ err: error, uid: request.uid }, "the review failed, the sidecar ConfigMap is let through unchecked");
    return { result: "error" };
  }
}

function answerTo(review: Review): AdmissionAnswer {
  switch (review.result) {
    case "accepted":
      return { warnings: warningsOf(review) };
    case "refused": {
      const { length } = review.problems;
      const title = `${length} problem${length === 1 ? "" : "s"} in the sidecar configuration:`;
      return { refusal: [title, ...review.problems.map(formatProblem)], warnings: warningsOf(review) };
    }
    case "newer-format":
      return {
        warnings: [
          `${PREFIX}format ${review.format} is newer than ${CONFIGURATION_FORMAT}, which is all that this injector ` +
            "knows: not checked. Templates that it cannot read keep their last good version until it is upgraded",
        ],
      };
    case "error":
      return { warnings: [`${PREFIX}the injector failed to check the sidecar configuration; see its log`] };
  }
}

const PREFIX = "fargate-sidecar-injector: ";

/** The API server shows about sixteen warnings of full length. Source: k8s.io/apiserver, endpoints/filters/warning.go. */
const MOST_WARNINGS = 10;

function warningsOf({
  result,
  problems,
  warnings,
}: Exclude<ConfigurationReview, { result: "newer-format" }>): string[] {
  // A refusal names the problems itself.
  const remaining = result === "accepted" ? problems.map((problem) => `as before, ${formatProblem(problem)}`) : [];
  const all = [...remaining, ...warnings.map(formatProblem)];
  const more = all.length - MOST_WARNINGS;
  const shown = all.slice(0, MOST_WARNINGS).map((warning) => `${PREFIX}${warning}`);
  return more > 0 ? [...shown, `${PREFIX}and ${more} more warning${more === 1 ? "" : "s"}`] : shown;
}

/** How many problems a line of the log names. */
const MOST_LOGGED = 10;

function record(request: AdmissionRequest, review: Review, { log, metrics }: AdmissionContext): void {
  metrics.countConfigurationReview(review.result);
  const { uid, namespace, operation } = request;
  const about = { uid, namespace, operation, ...(request.dryRun ? { dryRun: true } : {}) };
  if (review.result === "refused") {
    const problems = review.problems.slice(0, MOST_LOGGED).map(formatProblem);
    log.warn({ ...about, count: review.problems.length, problems }, "a sidecar configuration was refused");
  }
  if (review.result === "newer-format")
    log.warn({ ...about, format: review.format }, "a sidecar configuration of a newer format was let through");
}
