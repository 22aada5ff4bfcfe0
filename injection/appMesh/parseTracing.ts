import type { Report } from "../problem";
import type { DatadogFormat, JaegerFormat, TracingFormat, XrayFormat } from "./appMeshFormat";
import type { TracingSettings } from "./appMeshSettings";
import { HOST, HOST_WORDS, PORTS } from "./names";
import type { SettingReader } from "./readSetting";

const TRACERS: Readonly<Record<keyof TracingFormat, true>> = { jaeger: true, datadog: true, xray: true };
const ENDPOINT_FIELDS: Readonly<Record<keyof JaegerFormat & keyof DatadogFormat, true>> = { address: true, port: true };
const XRAY_FIELDS: Readonly<Record<keyof XrayFormat, true>> = {
  image: true,
  port: true,
  samplingRate: true,
  logLevel: true,
  roleArn: true,
};

const ROLE = /^arn:[-a-z]+:iam::\d{12}:role\/\S+$/;

/** Reads `tracing` of the settings; undefined where Envoy traces nothing. */
export function parseTracing(settings: SettingReader, report: Report): TracingSettings | undefined {
  const tracing = settings.object("tracing", TRACERS);
  const jaeger = tracing?.object("jaeger", ENDPOINT_FIELDS);
  const datadog = tracing?.object("datadog", ENDPOINT_FIELDS);
  const xray = tracing?.object("xray", XRAY_FIELDS);
  const given = Object.entries({ jaeger, datadog, xray }).flatMap(([name, tracer]) =>
    tracer === undefined ? [] : [name],
  );
  if (given.length > 1)
    report(settings.pathOf("tracing"), `has ${given.join(" and ")}; give one, because Envoy has one tracer`);
  const parsed = [
    jaeger && endpoint(jaeger, "jaeger", "appmesh-jaeger.appmesh-system", 9411),
    datadog && endpoint(datadog, "datadog", "datadog.appmesh-system", 8126),
    xray && daemon(xray),
  ];
  return parsed.find((tracer) => tracer !== undefined);
}

function endpoint(tracer: SettingReader, name: "jaeger" | "datadog", address: string, port: number): TracingSettings {
  return {
    tracer: name,
    address: tracer.text("address", HOST, HOST_WORDS) ?? address,
    port: tracer.integer("port", PORTS, port),
  };
}

function daemon(xray: SettingReader): TracingSettings {
  return {
    tracer: "xray",
    image: xray.image("image") ?? "public.ecr.aws/xray/aws-xray-daemon:latest",
    port: xray.integer("port", PORTS, 2000),
    samplingRate: xray.number("samplingRate", [0, 1], 0.05),
    logLevel: xray.oneOf("logLevel", ["dev", "debug", "info", "warn", "error", "prod"], "prod"),
    roleArn: xray.text("roleArn", ROLE, "the ARN of an IAM role"),
  };
}
