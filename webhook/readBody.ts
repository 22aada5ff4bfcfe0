import type { IncomingMessage } from "node:http";

export type BodyResult = { readonly body: Buffer } | { readonly status: 400 | 413; readonly message: string };

/**
 * Reads the whole body of a request, up to a limit in bytes. What is over it is read too, and thrown away: a client that
 * is still sending would not see the answer otherwise. Never rejects.
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<BodyResult> {
  const tooLarge = { status: 413, message: `the body is larger than ${limitBytes} bytes` } as const;
  if (Number(request.headers["content-length"]) > limitBytes) {
    request.resume();
    return Promise.resolve(tooLarge);
  }
  return new Promise((resolve) => {
    let parts: Buffer[] = [];
    let length = 0;
    request.on("data", (part: Buffer) => {
      length += part.length;
      if (length <= limitBytes) {
        parts.push(part);
      } else {
        parts = [];
        resolve(tooLarge);
      }
    });
    request.on("end", () => {
      resolve({ body: parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts) });
    });
    request.on("error", () => {
      resolve({ status: 400, message: "the body ended too early" });
    });
  });
}
