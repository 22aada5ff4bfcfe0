/**
 * `npm run bench [-- SECONDS]`: the engine alone, then the webhook as it stands in its image against a bare Node server
 * that only parses the review and answers a constant patch. The two take turns; medians of three rounds are printed.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clusterFeatures, compileConfiguration, decide, parseSidecarConfiguration } from "../injection";
import { createCertificateAuthority } from "../local/controlPlane/certificateAuthority";
import { bundleWebhook } from "../webhook/build";
import { measureDecisions, median } from "./decisions";
import { sendReviews, startServer, stopServer, type Round, type Server } from "./requests";
import { admissionReview, fargatePod } from "./review";

const SIDECARS = `spec:
  volumes: [{name: log, emptyDir: {}}]
  containers:
  - name: sidecar
    image: busybox
    args: [/bin/sh, -c, "while true; do date >> /var/log/myapp.log; sleep 1; done"]
    volumeMounts: [{name: log, mountPath: /var/log}]
`;

async function measureServers(folder: string, seconds: number): Promise<void> {
  const file = (name: string, content?: string): string => {
    const path = join(folder, name);
    if (content !== undefined) writeFileSync(path, content);
    return path;
  };
  const authority = await createCertificateAuthority("bench");
  const serving = await authority.issue({ commonName: "webhook", ipAddresses: ["127.0.0.1"] });
  const certificate = file("tls.crt", serving.certificate);
  const key = file("tls.key", serving.key);
  const configuration = file("sidecars.json", JSON.stringify({ default: SIDECARS }));
  await bundleWebhook(file("server.cjs"));
  const pod = fargatePod();
  const compiled = compileConfiguration(
    parseSidecarConfiguration({ default: SIDECARS }),
    clusterFeatures("1.36") ?? { nativeSidecars: true },
  );
  const patch = decide(pod, "shop", compiled).patch?.base64 ?? "";
  const body = JSON.stringify(admissionReview(pod));

  const webhookArguments = ["--config", configuration, "--tls-cert", certificate, "--tls-key", key, "--port", "0"];
  const servers: Record<"bare Node" | "webhook", Server> = {
    "bare Node": await startServer([join(__dirname, "bareServer.mjs"), certificate, key, patch]),
    webhook: await startServer([file("server.cjs"), ...webhookArguments]),
  };
  const rounds: Record<keyof typeof servers, Round[]> = { "bare Node": [], webhook: [] };
  for (let round = 0; round < 3; round++)
    for (const name of ["bare Node", "webhook"] as const)
      rounds[name].push(await sendReviews(servers[name], "/mutate?timeout=5s", body, seconds));
  await Promise.all(Object.values(servers).map(stopServer));

  console.log(`16 keep-alive HTTPS connections, reviews of ${body.length} bytes, medians of 3 rounds of ${seconds} s`);
  const of = (name: keyof typeof servers, figure: keyof Round): number =>
    median(rounds[name].map((round) => round[figure]));
  for (const name of ["bare Node", "webhook"] as const)
    console.log(
      `${name.padEnd(10)} ${of(name, "requestsPerSecond").toFixed(0).padStart(7)} requests/s` +
        `  p99 ${of(name, "p99Milliseconds").toFixed(1)} ms  CPU ${of(name, "cpuMicroseconds").toFixed(0)} µs/request` +
        `  RSS ${of(name, "residentMiB")} MiB  failures ${of(name, "failures")}`,
    );
  const ratio = of("webhook", "requestsPerSecond") / of("bare Node", "requestsPerSecond");
  console.log(`webhook / bare Node: ${ratio.toFixed(2)} of the requests per second`);
}

async function main(): Promise<void> {
  const seconds = Number(process.argv[2] ?? "8");
  if (!(seconds > 0)) throw new Error(`usage: npm run bench [-- SECONDS], but SECONDS is "${process.argv[2] ?? ""}"`);
  for (const line of measureDecisions()) console.log(line);
  const folder = mkdtempSync(join(tmpdir(), "fargate-sidecar-injector-bench-"));
  try {
    await measureServers(folder, seconds);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

void main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
