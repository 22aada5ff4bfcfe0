import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import { formatCapacity, formatProblem, type PodReason, type Reason, type SizeChange } from "../injection";
import type { ConfigurationState } from "./configuration/configurationStore";
import type { ConfigurationReviewResult } from "./configurationReview";

const PREFIX = "fargate_sidecar_injector_";

/** What came of one call: a change, none, or none because an earlier call about the same pod has made it already. */
export type PodResult = "injected" | "unchanged" | "repeated";

/** What the webhook counts and measures, in Prometheus' text format at `/metrics`. */
export interface Metrics {
  /** One answered admission request. `reason` is set where the pod as a whole was left alone. */
  countPod(result: PodResult, reason: PodReason | "", dryRun: boolean): void;
  /** One template's outcome for one pod. */
  countTemplate(template: string, reason: Reason): void;
  /** What Fargate gives to one pod, without its templates and with them, and what that adds to its price. */
  countSize(size: SizeChange): void;
  /** Something that is wrong with a pod itself, by its lint rule. */
  countPodFinding(rule: string): void;
  /** A request that was no admission review, by the HTTP status of its answer. */
  countRefused(status: number): void;
  observeSeconds(seconds: number): void;
  /** What came of one change of the sidecar ConfigMap, before it is written. */
  countConfigurationReview(result: ConfigurationReviewResult): void;
  setConfiguration(state: ConfigurationState): void;
  setCertificateExpiry(expiry: Date): void;
  render(): Promise<string>;
  readonly contentType: string;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const pods = new Counter({
    name: `${PREFIX}pods_total`,
    help: "Calls about pods, by result and by the reason for which a pod as a whole was left alone. The API server calls twice for most pods; the second call is `repeated` where the first one has injected something.",
    labelNames: ["result", "reason", "dry_run"],
    registers,
  });
  const templates = new Counter({
    name: `${PREFIX}templates_total`,
    help: "Outcomes of sidecar templates whose profile matched, by template and reason. Repeated calls do not count.",
    labelNames: ["template", "reason"],
    registers,
  });
  const sizes = new Counter({
    name: `${PREFIX}pod_sizes_total`,
    help: "Injected pods on Fargate by their size before and after, in AWS's notation. none: larger than the largest. The first call that applies a template counts.",
    labelNames: ["before", "after"],
    registers,
  });
  const addedCost = new Counter({
    name: `${PREFIX}added_cost_per_hour_total`,
    help: "What templates have added to the price of one hour of each pod they were applied to, summed up over all such pods ever, by currency. Divided by the pods it is what an injection costs. Counted as pod sizes are; pods without a known price do not count.",
    labelNames: ["currency"],
    registers,
  });
  const podFindings = new Counter({
    name: `${PREFIX}pod_findings_total`,
    help: "What lint rules have found wrong with pods themselves, by rule. The API server may ask twice about a pod that gets nothing.",
    labelNames: ["rule"],
    registers,
  });
  const refused = new Counter({
    name: `${PREFIX}refused_requests_total`,
    help: "Requests that were no admission review, by HTTP status.",
    labelNames: ["status"],
    registers,
  });
  const duration = new Histogram({
    name: `${PREFIX}admission_duration_seconds`,
    help: "Time from the whole request to the answer, in seconds.",
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1],
    registers,
  });
  const configurationReviews = new Counter({
    name: `${PREFIX}configuration_reviews_total`,
    help: "Changes of the sidecar ConfigMap that were looked at before they were written, by result.",
    labelNames: ["result"],
    registers,
  });
  const configured = new Gauge({
    name: `${PREFIX}configuration_templates`,
    help: "Sidecar templates by state: valid; last-good, in use in their last version without errors; invalid, and left out.",
    labelNames: ["state"],
    registers,
  });
  const configurationHash = new Gauge({
    name: `${PREFIX}configuration_info`,
    help: "Always 1; the label is the hash of the sidecar configuration that this replica uses.",
    labelNames: ["hash"],
    registers,
  });
  const problems = new Gauge({
    name: `${PREFIX}configuration_problem`,
    help: "1 for each problem of the sidecar configuration, with its path.",
    labelNames: ["path", "problem"],
    registers,
  });
  const findings = new Gauge({
    name: `${PREFIX}configuration_finding`,
    help: "1 for each place in the sidecar configuration at which a lint rule has found something, with the rule and its level.",
    labelNames: ["path", "rule", "level"],
    registers,
  });
  const expiry = new Gauge({
    name: `${PREFIX}certificate_expiry_timestamp_seconds`,
    help: "When the serving certificate expires, in seconds since 1970.",
    registers,
  });
  return {
    countPod(result, reason, dryRun) {
      pods.inc({ result, reason, dry_run: String(dryRun) });
    },
    countTemplate(template, reason) {
      templates.inc({ template, reason });
    },
    countSize({ before, after, cost }) {
      sizes.inc({ before: formatCapacity(before), after: formatCapacity(after) });
      const added = cost === undefined ? 0 : cost.after - cost.before;
      // A counter takes nothing else; whatever a price list may hold, a pod is let through.
      if (cost !== undefined && added >= 0 && Number.isFinite(added)) addedCost.inc({ currency: cost.currency }, added);
    },
    countPodFinding(rule) {
      podFindings.inc({ rule });
    },
    countRefused(status) {
      refused.inc({ status: String(status) });
    },
    observeSeconds(seconds) {
      duration.observe(seconds);
    },
    countConfigurationReview(result) {
      configurationReviews.inc({ result });
    },
    setConfiguration(state) {
      const lastGood = state.templates.filter((template) => template.state === "last-good").length;
      configured.set({ state: "valid" }, state.templates.length - lastGood);
      configured.set({ state: "last-good" }, lastGood);
      configured.set({ state: "invalid" }, state.invalid.length);
      configurationHash.reset();
      configurationHash.set({ hash: state.hash }, 1);
      problems.reset();
      for (const problem of state.problems) problems.set({ path: problem.path, problem: formatProblem(problem) }, 1);
      findings.reset();
      for (const { path, rule, level } of state.findings) findings.set({ path, rule, level }, 1);
    },
    setCertificateExpiry(date) {
      expiry.set(date.getTime() / 1000);
    },
    render: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
