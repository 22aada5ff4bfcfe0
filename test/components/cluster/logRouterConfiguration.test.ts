import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  LOG_ROUTER_CHARACTERS,
  logRouterConfiguration,
  logRouterSizeProblem,
  type LogRouterOptions,
} from "../../../components/cluster/logRouterConfiguration";

const OPTIONS: LogRouterOptions = {
  region: "eu-west-1",
  logGroupName: "/aws/eks/dev/fargate-pods",
  filters: undefined,
  parsers: undefined,
};

describe("the configuration of Fargate's log router", () => {
  it("sends every container's lines to the log group of the stack, which the router must not make", () => {
    const output = logRouterConfiguration(OPTIONS)["output.conf"] ?? "";
    assert.match(output, /^\[OUTPUT\]\n/);
    assert.match(output, /^ {4}Name cloudwatch_logs$/m);
    assert.match(output, /^ {4}Match kube\.\*$/m);
    assert.match(output, /^ {4}region eu-west-1$/m);
    assert.match(output, /^ {4}log_group_name \/aws\/eks\/dev\/fargate-pods$/m);
    assert.match(output, /^ {4}auto_create_group false$/m);
  });

  it("has only keys that Fargate reads, and keeps the router's own messages to itself", () => {
    const data = logRouterConfiguration(OPTIONS);
    assert.deepEqual(Object.keys(data).sort(), ["filters.conf", "flb_log_cw", "output.conf", "parsers.conf"]);
    assert.equal(data.flb_log_cw, "false");
  });

  it("splits the runtime's prefix off with a parser that reads its lines", () => {
    const regex = /^ {4}Regex (.*)$/m.exec(logRouterConfiguration(OPTIONS)["parsers.conf"] ?? "")?.[1] ?? "";
    const line = "2026-01-02T03:04:05.678901234Z stdout F hello world";
    assert.deepEqual(
      { ...new RegExp(regex).exec(line)?.groups },
      {
        time: "2026-01-02T03:04:05.678901234Z",
        stream: "stdout",
        logtag: "F",
        log: "hello world",
      },
    );
  });

  it("takes filters in place of the default ones, and parsers besides", () => {
    const filters = "[FILTER]\n    Name grep\n    Match *\n    Exclude log health\n";
    const data = logRouterConfiguration({ ...OPTIONS, filters, parsers: "[PARSER]\n    Name mine" });
    assert.equal(data["filters.conf"], filters);
    assert.match(data["parsers.conf"] ?? "", /Name crio[^]*\n\n\[PARSER\]\n {4}Name mine\n$/);
  });

  it("is refused with its length where Fargate would ignore it", () => {
    assert.equal(logRouterSizeProblem(logRouterConfiguration(OPTIONS)), undefined);
    const room = LOG_ROUTER_CHARACTERS - "a.conf".length;
    assert.equal(logRouterSizeProblem({ "a.conf": "x".repeat(room) }), undefined);
    assert.match(logRouterSizeProblem({ "a.conf": "x".repeat(room + 1) }) ?? "", /5301 characters.*more than 5300/);
  });
});
