import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import type { V1Pod } from "@kubernetes/client-node";
import { applyPatch, type Operation } from "fast-json-patch";
import { createCertificateAuthority } from "../controlPlane/certificateAuthority";
import { describeContainers } from "./podSummary";
import { formatDuration, type Screen } from "./screen";

/** A pod as the API server would send it, after EKS has given it to Fargate. */
const FARGATE_POD: V1Pod = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "test", namespace: "default", labels: { "eks.amazonaws.com/fargate-profile": "default" } },
  spec: { schedulerName: "fargate-scheduler", containers: [{ name: "test", image: "curlimages/curl" }] },
};

/** Runs the webhook without a cluster, sends it a Fargate pod over HTTPS, and shows the pod before and after. */
export async function showFirstLook(screen: Screen, configurationFile: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "fargate-sidecar-injector-demo-"));
  const authority = await createCertificateAuthority("demo");
  const { certificate, key } = await authority.issue({ commonName: "webhook", ipAddresses: ["127.0.0.1"] });
  const [certificateFile, keyFile] = [join(folder, "tls.crt"), join(folder, "tls.key")];
  writeFileSync(certificateFile, certificate);
  writeFileSync(keyFile, key, { mode: 0o600 });
  const files = ["--config", configurationFile, "--tls-cert", certificateFile, "--tls-key", keyFile];
  const program = ["--import", "tsx", join(__dirname, "..", "..", "cli", "main.ts"), "serve", ...files, "--port", "0"];
  const webhook = spawn(process.execPath, program, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const ended = once(webhook, "exit").then(() => Promise.reject(new Error("the webhook ended before it was ready")));
    const ready = once(createInterface(webhook.stdout), "line").then(([line]) => String(line));
    const port = portOf(JSON.parse(await Promise.race([ready, ended])));
    const start = performance.now();
    const operations = await askWebhook(port, authority.certificate);
    const took = performance.now() - start;
    const injected = applyPatch(FARGATE_POD, operations, true, false).newDocument;
    screen.row("configuration", "examples/sidecar-configmap.yaml: a sidecar for Fargate profile `default`");
    screen.row("pod before", describeContainers(FARGATE_POD.spec));
    screen.row("pod after", describeContainers(injected.spec));
    screen.row("answered in", `${formatDuration(took)}, TLS handshake included`);
    if (injected.spec?.containers.length !== 2) throw new Error("the pod did not get its sidecar");
  } finally {
    const exited = webhook.exitCode === null ? once(webhook, "exit") : undefined;
    webhook.kill();
    await exited;
    rmSync(folder, { recursive: true });
  }
}

function portOf(ready: unknown): number {
  if (typeof ready === "object" && ready !== null && "port" in ready) return Number(ready.port);
  throw new Error(`the webhook said ${JSON.stringify(ready)} instead of its port`);
}

async function askWebhook(port: number, certificateAuthority: string): Promise<Operation[]> {
  const review = {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    request: {
      uid: "first-look",
      kind: { group: "", version: "v1", kind: "Pod" },
      resource: { group: "", version: "v1", resource: "pods" },
      operation: "CREATE",
      namespace: "default",
      object: FARGATE_POD,
    },
  };
  const call = request(`https://127.0.0.1:${port}/mutate`, {
    method: "POST",
    ca: certificateAuthority,
    headers: { "content-type": "application/json" },
  });
  call.end(JSON.stringify(review));
  const response = await new Promise<NodeJS.ReadableStream>((resolve, reject) => {
    call.on("response", resolve).on("error", reject);
  });
  const answer = JSON.parse(await text(response)) as { response?: { patch?: string } };
  const patch = Buffer.from(answer.response?.patch ?? "", "base64").toString();
  return patch === "" ? [] : (JSON.parse(patch) as Operation[]);
}
