import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "mocha";
import { isJsonObject, type JsonObject } from "../../injection";
import { createCertificateAuthority, type CertificateAuthority } from "../../local/controlPlane/certificateAuthority";
import { createLog } from "../../webhook/log";
import { serve } from "../../webhook/serve";

/** A sidecar configuration of one template, for pods of the profile `default`. */
export const ONE_SIDECAR = { default: 'spec: {containers: [{name: sidecar, image: "busybox:1"}]}' };

/** A folder with what the webhook's command line names: certificate, key and configuration. */
export interface WebhookFiles {
  readonly authority: CertificateAuthority;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly configurationFile: string;
  /** Writes a new configuration, as text or as the bare data of a ConfigMap. */
  configure(content: string | JsonObject): void;
  /** Writes a new certificate and its key, and returns the certificate. */
  renew(): Promise<string>;
  remove(): void;
}

export async function webhookFiles(configuration: string | JsonObject = ONE_SIDECAR): Promise<WebhookFiles> {
  const folder = mkdtempSync(join(tmpdir(), "webhook-test-"));
  const authority = await createCertificateAuthority("webhook-test");
  const files: WebhookFiles = {
    authority,
    certificateFile: join(folder, "tls.crt"),
    keyFile: join(folder, "tls.key"),
    configurationFile: join(folder, "sidecars.yaml"),
    configure(content) {
      writeFileSync(files.configurationFile, typeof content === "string" ? content : JSON.stringify(content));
    },
    async renew() {
      const { certificate, key } = await authority.issue({ commonName: "webhook", ipAddresses: ["127.0.0.1"] });
      writeFileSync(files.certificateFile, certificate);
      writeFileSync(files.keyFile, key);
      return certificate;
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
  files.configure(configuration);
  await files.renew();
  return files;
}

/** The webhook, listening in this process. */
export interface WebhookUnderTest {
  readonly port: number;
  readonly files: WebhookFiles;
  /** What it has logged so far. */
  readonly logged: readonly JsonObject[];
  /** Stops it and removes its files. Nobody needs to wait: the tests as a whole do. */
  stop(): Promise<void>;
}

const stops: Promise<void>[] = [];
after("all webhooks have stopped", async function () {
  this.timeout(10_000);
  await Promise.all(stops);
});

export async function startWebhook(
  configuration?: string | JsonObject,
  kubernetesVersion?: string,
  region?: string,
): Promise<WebhookUnderTest> {
  const files = await webhookFiles(configuration);
  const logged: JsonObject[] = [];
  const write = (line: string): void => {
    const parsed: unknown = JSON.parse(line);
    if (isJsonObject(parsed)) logged.push(parsed);
  };
  const webhook = await serve(
    {
      source: { file: files.configurationFile },
      certificate: files,
      host: "127.0.0.1",
      port: 0,
      kubernetesVersion,
      region,
      logLevel: "info",
    },
    createLog("info", { write }),
  );
  return {
    port: webhook.port,
    files,
    logged,
    stop() {
      const stopped = webhook.stop();
      stops.push(stopped);
      files.remove();
      return stopped;
    },
  };
}
