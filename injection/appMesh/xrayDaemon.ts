import type { JsonObject } from "../json";
import type { Mount } from "./annotationValues";
import type { Resources, TracingSettings } from "./appMeshSettings";
import { containerResources } from "./containerResources";
import { XRAY_CONTAINER } from "./names";

/** The port that the image listens on if nobody tells it otherwise. */
const OWN_PORT = 2000;

/** The container that passes traces on. Its own traffic is not redirected, because it runs as the proxy's user. */
export function xrayContainer(
  daemon: Extract<TracingSettings, { tracer: "xray" }>,
  {
    region,
    uid,
    resources,
    configuration,
  }: {
    readonly region: string;
    readonly uid: number;
    readonly resources: Resources;
    /** A volume of the pod with a file `xray-daemon.yaml`, which then says everything. */
    readonly configuration: Mount | undefined;
  },
): JsonObject {
  return {
    name: XRAY_CONTAINER,
    image: daemon.image,
    securityContext: { runAsUser: uid },
    ports: [{ containerPort: daemon.port, name: "xray", protocol: "UDP" }],
    env: [{ name: "AWS_REGION", value: region }],
    resources: containerResources(resources),
    ...(configuration === undefined ? fromSettings(daemon) : fromFile(configuration)),
  };
}

function fromSettings({ port, logLevel, roleArn }: Extract<TracingSettings, { tracer: "xray" }>): JsonObject {
  const address = `0.0.0.0:${port}`;
  return {
    ...(port === OWN_PORT ? {} : { command: ["/xray", "--bind", address, "--bind-tcp", address] }),
    args: ["--log-level", logLevel, ...(roleArn === undefined ? [] : ["--role-arn", roleArn])],
  };
}

/** The pattern starts at the first "/" of several alone: a pod may write a megabyte of them. */
function fromFile({ name, mountPath }: Mount): JsonObject {
  return {
    command: ["/xray", "--config", `${mountPath.replace(/(?<!\/)\/+$/, "")}/xray-daemon.yaml`],
    volumeMounts: [{ name, mountPath, readOnly: true }],
  };
}
