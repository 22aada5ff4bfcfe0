import { once } from "node:events";
import { createServer, type Server } from "node:https";
import { json } from "node:stream/consumers";
import type { CertificateAuthority } from "../controlPlane/certificateAuthority";
import { answerAdmissionReview, type PodPatcher } from "./admissionReview";

/** How an API server on this machine finds a webhook and verifies it: the `clientConfig` of its registration. */
export interface WebhookAddress {
  url: string;
  /** Base64 of a PEM, as the API wants it. */
  caBundle: string;
}

/** A webhook that listens beside the API server, as EKS's own do. */
export interface AdmissionServer {
  readonly address: WebhookAddress;
  /** How many reviews it has been sent so far. */
  readonly calls: number;
  stop(): Promise<void>;
}

/** Serves a webhook for pods over HTTPS on a free loopback port. What its patcher throws is answered with status 500. */
export async function startAdmissionServer(
  commonName: string,
  authority: CertificateAuthority,
  patchPod: PodPatcher,
): Promise<AdmissionServer> {
  let calls = 0;
  const { certificate, key } = await authority.issue({ commonName, ipAddresses: ["127.0.0.1"] });
  const server = createServer({ cert: certificate, key }, (request, response) => {
    calls++;
    void json(request)
      .then((review) => answerAdmissionReview(review, patchPod))
      .then(
        (answer) => {
          response.setHeader("content-type", "application/json");
          response.end(JSON.stringify(answer));
        },
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    address: {
      url: `https://127.0.0.1:${portOf(server)}/mutate`,
      caBundle: Buffer.from(authority.certificate).toString("base64"),
    },
    get calls() {
      return calls;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port");
  return address.port;
}
