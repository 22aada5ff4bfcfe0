import assert from "node:assert/strict";
import { ApiException } from "@kubernetes/client-node";
import { describe, it } from "mocha";
import { describeApiError } from "../../webhook/configuration/apiError";

describe("describeApiError", () => {
  const answered = (body: unknown): string =>
    describeApiError(new ApiException(403, "Forbidden", body, { secret: "x" }));

  it("gives the API server's own words, however its client hands them over, and no headers", () => {
    assert.equal(answered('{"kind":"Status","message":"not allowed"}'), "HTTP 403: not allowed");
    assert.equal(answered({ kind: "Status", message: "not allowed" }), "HTTP 403: not allowed");
    assert.equal(answered("upstream connect error"), "HTTP 403: upstream connect error");
    assert.equal(answered(undefined), "HTTP 403: no reason given");
  });

  it("says what a failed connection failed for", () => {
    const error = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 127.0.0.1:9") });
    assert.equal(describeApiError(error), "fetch failed: connect ECONNREFUSED 127.0.0.1:9");
  });

  it("takes what is no error too", () => {
    assert.equal(describeApiError({ code: 410 }), '{"code":410}');
  });
});
