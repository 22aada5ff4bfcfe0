import { objectsIn, type JsonObject } from "../json";
import type { Mount } from "./annotationValues";
import { APP_MESH_PREFIX } from "./names";
import type { PodAnnotations } from "./podAnnotations";

/** What a pod and the settings want to be mounted. */
export interface MountsAskedFor extends Pick<PodAnnotations, "secretMounts" | "volumeMounts"> {
  /** For the X-Ray daemon, where there is one. */
  readonly xrayAgentConfigMount: Mount | undefined;
  /** Undefined where Envoy does not use the SDS provider. */
  readonly sdsSocketPath: string | undefined;
}

/** What Envoy mounts, and what of it is wrong. */
export interface EnvoyMounts {
  readonly volumes: readonly JsonObject[];
  readonly volumeMounts: readonly JsonObject[];
  /** Names of volumes that the pod brings itself and that Envoy or the X-Ray daemon mounts. */
  readonly podVolumes: readonly string[];
  readonly faults: readonly string[];
}

const SDS_VOLUME = "sds-socket";

/** The Secrets and volumes that a pod asks for, and the socket of the SDS provider. Never for the app's own containers. */
export function envoyMounts(
  { secretMounts, volumeMounts, xrayAgentConfigMount, sdsSocketPath }: MountsAskedFor,
  spec: JsonObject,
): EnvoyMounts {
  const configuration = xrayAgentConfigMount === undefined ? [] : [xrayAgentConfigMount];
  const sdsSocket = sdsSocketPath === undefined ? [] : [{ name: SDS_VOLUME, mountPath: sdsSocketPath }];
  const secrets = [...new Set(secretMounts.map(({ name }) => name))];
  const newVolumes = [...secrets.map(volumeOf), ...sdsSocket.map(({ name }) => name)];
  const added = new Set(newVolumes);
  const all: readonly Mount[] = [
    ...secretMounts.map(({ name, mountPath }) => ({ name: volumeOf(name), mountPath })),
    ...volumeMounts,
  ];
  return {
    volumes: [
      ...secrets.map((secretName) => ({ name: volumeOf(secretName), secret: { secretName } })),
      ...sdsSocket.map(({ name, mountPath: path }) => ({ name, hostPath: { path, type: "Socket" } })),
    ],
    volumeMounts: [...all.map((mount) => ({ ...mount, readOnly: true })), ...sdsSocket],
    podVolumes: [...new Set([...volumeMounts, ...configuration].map(({ name }) => name))],
    faults: [
      ...missingVolumes("volumeMounts", volumeMounts, spec),
      ...missingVolumes("xrayAgentConfigMount", configuration, spec),
      ...twice(
        [...all, ...sdsSocket].map(({ mountPath }) => mountPath),
        (path) => `the pod's annotations mount two volumes at ${path}`,
      ),
      ...twice(
        newVolumes,
        (name) => `the pod's annotation ${APP_MESH_PREFIX}secretMounts needs two volumes of the name "${name}"`,
      ),
      ...[...volumeMounts, ...configuration]
        .filter(({ name }) => added.has(name))
        .map(({ name }) => `the pod's annotations name "${name}" as a volume of the pod and as one that it gets`),
    ],
  };
}

/** The name of the Secret, which may be longer than that of a volume and have dots, or as much of it as can be. */
function volumeOf(secretName: string): string {
  return secretName.replaceAll(".", "-").slice(0, 63).replace(/-+$/, "");
}

function missingVolumes(annotation: string, mounts: readonly Mount[], spec: JsonObject): readonly string[] {
  const volumes = objectsIn(spec.volumes);
  const names = new Set(volumes.map(({ name }) => name));
  return mounts
    .filter(({ name }) => !names.has(name))
    .map(
      ({ name }) =>
        `the pod's annotation ${APP_MESH_PREFIX}${annotation} names the volume "${name}", which it does not have`,
    );
}

function twice(names: readonly string[], describe: (name: string) => string): readonly string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of names) (seen.has(name) ? repeated : seen).add(name);
  return [...repeated].map(describe);
}
