import type { JsonObject } from "../json";
import type { AppMeshSettings, Resources } from "./appMeshSettings";
import { containerResources } from "./containerResources";
import { ENVOY_CONTAINER } from "./names";

/** What differs between the Envoy containers of one template. */
export interface EnvoyParts {
  readonly uid: number;
  readonly env: readonly JsonObject[];
  readonly volumeMounts: readonly JsonObject[];
  readonly resources: Resources;
  /** Whether others wait for it to start, and it stops after them. */
  readonly isNative: boolean;
}

/** What a grace period is where nobody says anything. */
const DEFAULT_GRACE_SECONDS = 30;

/** What the app has left when Envoy's delay is over. */
const SECONDS_AFTER_DELAY = 10;

export function envoyContainer(
  { envoy }: AppMeshSettings,
  { uid, env, volumeMounts, resources, isNative }: EnvoyParts,
): JsonObject {
  const isLive = {
    exec: {
      command: [
        "sh",
        "-c",
        `curl -s http://localhost:${envoy.adminAccess.port}/server_info | grep state | grep -q LIVE`,
      ],
    },
    timeoutSeconds: 1,
  };
  return {
    name: ENVOY_CONTAINER,
    image: envoy.image,
    securityContext: { runAsUser: uid },
    ports: [{ containerPort: envoy.adminAccess.port, name: "stats", protocol: "TCP" }],
    env,
    resources: containerResources(resources),
    ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
    ...(isNative ? { startupProbe: { ...isLive, ...envoy.startupProbe } } : {}),
    readinessProbe: { ...isLive, ...envoy.readinessProbe, failureThreshold: 3 },
    ...(isNative || envoy.preStopDelaySeconds === 0
      ? {}
      : { lifecycle: { preStop: { exec: { command: ["sh", "-c", `sleep ${envoy.preStopDelaySeconds}`] } } } }),
  };
}

/** The grace period that the pod needs for Envoy's delay; undefined where the usual one is enough. */
export function neededGraceSeconds({ envoy }: AppMeshSettings, isNative: boolean): number | undefined {
  const seconds = envoy.preStopDelaySeconds + SECONDS_AFTER_DELAY;
  return isNative || seconds <= DEFAULT_GRACE_SECONDS ? undefined : seconds;
}
