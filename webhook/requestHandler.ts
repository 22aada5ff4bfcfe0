import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { CONFIGURATION_FORMAT, type Entry } from "../injection";
import { parseAdmissionReview, type AdmissionRequest } from "./admissionReview";
import { admit, type AdmissionContext } from "./admit";
import type { ConfigurationStore } from "./configuration/configurationStore";
import { readBody } from "./readBody";
import { validate } from "./validate";

/**
 * Largest body that is read, in bytes. An object may have 3 MiB at the API server, a review holds up to two of them, and
 * other webhooks stop at 7 MiB (controller-runtime).
 */
const BODY_LIMIT_BYTES = 8_000_000;

const NOT_LOADED = "the sidecar configuration is not loaded yet";

export interface HandlerContext extends AdmissionContext {
  readonly store: ConfigurationStore;
  /** Turns true when the webhook is about to stop: it is no longer ready, and asks its clients to connect elsewhere. */
  readonly isStopping: () => boolean;
}

interface ReceivedReview {
  readonly review: AdmissionRequest;
  /** When the whole of it was here, by `performance.now()`. */
  readonly start: number;
}

/**
 * Everything that the webhook answers: `POST /mutate`, `/mutate/appmesh` and `/validate` for the API server, `GET /status`,
 * `/metrics`, `/healthz` and `/readyz` for those who look after it.
 */
export function createRequestHandler(context: HandlerContext): RequestListener {
  const { log, metrics, store, isStopping } = context;
  const answer = (response: ServerResponse, status: number, json: string): void => {
    if (isStopping()) response.setHeader("connection", "close");
    response.writeHead(status, { "content-type": "application/json", "content-length": Buffer.byteLength(json) });
    response.end(json);
  };
  const refuse = (response: ServerResponse, status: number, message: string): void => {
    metrics.countRefused(status);
    answer(response, status, JSON.stringify({ error: message }));
  };
  const fail = (response: ServerResponse, error: unknown): void => {
    log.error({ err: error }, "a request failed");
    if (!response.headersSent) refuse(response, 500, "the webhook failed; see its log");
  };
  /** The review in a request; undefined where there is none, which the sender then has been told. */
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<ReceivedReview | undefined> => {
    if (!isUncompressedJson(request)) {
      request.resume();
      refuse(response, 415, "the body must be application/json, not compressed");
      return undefined;
    }
    const read = await readBody(request, BODY_LIMIT_BYTES);
    if ("status" in read) {
      refuse(response, read.status, read.message);
      return undefined;
    }
    const start = performance.now();
    const review = parseAdmissionReview(read.body);
    if (!("fault" in review)) return { review, start };
    refuse(response, 400, review.fault);
    return undefined;
  };
  const answerMutate = async (request: IncomingMessage, response: ServerResponse, entry: Entry): Promise<void> => {
    const received = await receive(request, response);
    if (received === undefined) return;
    if (store.current === undefined) {
      refuse(response, 503, NOT_LOADED);
      return;
    }
    answer(response, 200, admit(received.review, store.current, entry, context));
    metrics.observeSeconds((performance.now() - received.start) / 1000);
  };
  const answerValidate = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received = await receive(request, response);
    if (received !== undefined) answer(response, 200, validate(received.review, context));
  };

  const app = express();
  app.disable("x-powered-by").disable("etag").enable("strict routing").enable("case sensitive routing");
  app.post("/mutate/appmesh", (request, response) => answerMutate(request, response, "appmesh"));
  app.post("/validate", answerValidate);
  for (const path of ["/mutate", "/mutate/appmesh", "/validate"]) app.all(path, methodNotAllowed("POST", refuse));
  app.get("/status", (_request, response) => {
    if (store.state === undefined) refuse(response, 503, NOT_LOADED);
    else answer(response, 200, `${JSON.stringify({ format: CONFIGURATION_FORMAT, ...store.state }, undefined, 2)}\n`);
  });
  app.get("/healthz", (_request, response) => {
    response.type("text/plain").send("ok\n");
  });
  app.get("/readyz", (_request, response) => {
    const obstacle = obstacleToReadiness(context);
    response
      .status(obstacle === undefined ? 200 : 503)
      .type("text/plain")
      .send(`${obstacle ?? "ok"}\n`);
  });
  app.get("/metrics", async (_request, response) => {
    response.set("content-type", metrics.contentType).end(await metrics.render());
  });
  for (const path of ["/status", "/healthz", "/readyz", "/metrics"])
    app.all(path, methodNotAllowed("GET, HEAD", refuse));
  app.use((request, response) => {
    refuse(
      response,
      404,
      `there is nothing at ${request.path}; the webhook answers at /mutate, /mutate/appmesh and /validate`,
    );
  });
  const onError: ErrorRequestHandler = (error: unknown, _request, response, next) => {
    if (response.headersSent) next(error);
    else fail(response, error);
  };
  app.use(onError);
  // Pods on Fargate go past Express's router, which costs a fifth of the requests that a core can answer (`npm run bench`).
  return (request, response) => {
    if (!isAboutFargatePod(request)) app(request, response);
    else
      answerMutate(request, response, "fargate").catch((error: unknown) => {
        fail(response, error);
      });
  };
}

function obstacleToReadiness({ isStopping, store }: HandlerContext): string | undefined {
  if (isStopping()) return "stopping";
  return store.current === undefined ? "sidecar configuration not loaded" : undefined;
}

/** The API server adds its timeout to the path: `/mutate?timeout=5s`. */
function isAboutFargatePod({ method, url }: IncomingMessage): boolean {
  return method === "POST" && (url === "/mutate" || url?.startsWith("/mutate?") === true);
}

function methodNotAllowed(
  allowed: string,
  refuse: (response: ServerResponse, status: number, message: string) => void,
): RequestHandler {
  return (request, response) => {
    response.setHeader("allow", allowed);
    refuse(response, 405, `${request.method} is not allowed at ${request.path}, only ${allowed}`);
  };
}

function isUncompressedJson({ headers }: IncomingMessage): boolean {
  const isJson = /^application\/json\s*(;|$)/i.test(headers["content-type"] ?? "");
  return isJson && (headers["content-encoding"] ?? "identity") === "identity";
}
