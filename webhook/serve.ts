import { KubeConfig } from "@kubernetes/client-node";
import { clusterFeatures, findingProblem, formatProblem, type ClusterFeatures } from "../injection";
import { followCertificate, readCertificate } from "./certificate";
import { followConfigMap, readKubernetesVersion } from "./configuration/configMapSource";
import {
  createConfigurationStore,
  type ConfigurationState,
  type ConfigurationStore,
} from "./configuration/configurationStore";
import { followConfigurationFile } from "./configuration/fileSource";
import { startHttpsServer } from "./httpsServer";
import type { Log } from "./log";
import { createMetrics } from "./metrics";
import type { WebhookOptions } from "./options";
import { createRequestHandler } from "./requestHandler";

export interface RunningWebhook {
  readonly port: number;
  /** Turns unready, answers what comes in for a moment, and closes. */
  stop(): Promise<void>;
}

/** The newest Kubernetes version that this webhook knows of. */
const NEWEST_KUBERNETES = "1.36";

/**
 * Runs the webhook; resolves once it is ready.
 * @throws Error with a sentence for the user where a file or the port cannot be used.
 */
export async function serve(options: WebhookOptions, log: Log): Promise<RunningWebhook> {
  const { source } = options;
  const kubeConfig = "configMap" in source ? inClusterKubeConfig() : undefined;
  const certificate = readCertificate(options.certificate);
  const metrics = createMetrics();
  metrics.setCertificateExpiry(certificate.expiry);
  const ready: PromiseWithResolvers<void> = Promise.withResolvers();
  let isReady = false;
  const store = createConfigurationStore(await featuresOf(options, kubeConfig), (state) => {
    metrics.setConfiguration(state);
    const level = isReady ? "info" : "debug";
    // Whoever started the webhook reads its output until it is ready, so that line comes before all others.
    void ready.promise.then(() => {
      logConfiguration(log, level, state);
    });
  });
  const unfollowConfiguration = follow(source, kubeConfig, store, log);
  let stopping = false;
  const handler = createRequestHandler({ log, metrics, store, isStopping: () => stopping });
  const server = await startHttpsServer(options, certificate, handler).catch((error: unknown) => {
    unfollowConfiguration();
    throw error;
  });
  const unfollowCertificate = followCertificate(
    options.certificate,
    certificate,
    (next) => {
      server.useCertificate(next);
      metrics.setCertificateExpiry(next.expiry);
      log.info({ expiry: next.expiry }, "new serving certificate in use");
    },
    (error) => {
      log.error({ error: error.message }, "the changed certificate cannot be used, the last one stays");
    },
  );
  await store.loaded;
  // Told at every level: it is what a program that starts the webhook waits for.
  log.child({}, { level: "info" }).info({ host: options.host, port: server.port }, "ready");
  isReady = true;
  ready.resolve();
  return {
    port: server.port,
    async stop() {
      stopping = true;
      unfollowCertificate();
      unfollowConfiguration();
      await server.stop();
    },
  };
}

function logConfiguration(log: Log, level: "debug" | "info", state: ConfigurationState): void {
  const { templates, hash, problems, warnings, findings } = state;
  for (const problem of problems)
    log.error({ path: problem.path, problem: formatProblem(problem) }, "problem in the sidecar configuration");
  for (const warning of warnings)
    log.warn({ path: warning.path, warning: formatProblem(warning) }, "warning about the sidecar configuration");
  for (const { rule, level: severity, path, message } of findings)
    log[severity](
      { path, rule, finding: formatProblem(findingProblem({ rule, path, message })) },
      "a lint rule has found something in the sidecar configuration",
    );
  const lastGood = templates.filter((template) => template.state === "last-good").map(({ name }) => name);
  log[level](
    {
      templates: templates.map(({ name }) => name),
      ...(lastGood.length > 0 ? { lastGood } : {}),
      hash,
      problems: problems.length,
      findings: findings.length,
    },
    "sidecar configuration in use",
  );
}

function inClusterKubeConfig(): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromCluster();
  return kubeConfig;
}

async function featuresOf(options: WebhookOptions, kubeConfig: KubeConfig | undefined): Promise<ClusterFeatures> {
  const asked = options.kubernetesVersion;
  const version = asked ?? (kubeConfig === undefined ? NEWEST_KUBERNETES : await readKubernetesVersion(kubeConfig));
  const features = clusterFeatures(version);
  if (features === undefined) throw new Error(`the API server calls its version "${version}", which is no version`);
  return { ...features, region: options.region };
}

function follow(
  source: WebhookOptions["source"],
  kubeConfig: KubeConfig | undefined,
  store: ConfigurationStore,
  log: Log,
): () => void {
  if ("file" in source) return followConfigurationFile(source.file, store);
  if (kubeConfig === undefined) throw new Error("a ConfigMap can only be followed inside a cluster");
  return followConfigMap(kubeConfig, source.configMap, store, log);
}
