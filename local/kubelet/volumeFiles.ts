import type {
  V1ConfigMap,
  V1DownwardAPIVolumeFile,
  V1KeyToPath,
  V1Pod,
  V1Secret,
  V1ServiceAccountTokenProjection,
  V1Volume,
  V1VolumeProjection,
} from "@kubernetes/client-node";
import { podFieldValue, type PodAddresses } from "./fieldReference";
import type { VolumeFile, VolumeFiles } from "./mountedDirectory";

/** Where the contents of a pod's volumes come from. */
export interface VolumeSources {
  pod: V1Pod;
  addresses: PodAddresses;
  secret(name: string): V1Secret | undefined;
  configMap(name: string): V1ConfigMap | undefined;
  token(projection: V1ServiceAccountTokenProjection): string | undefined;
}

export type VolumeContents =
  | { kind: "files"; files: VolumeFiles }
  /** A folder that the pod fills itself. */
  | { kind: "scratch" }
  /** Something that the volume shows is not there (yet). */
  | { kind: "missing"; message: string };

const DEFAULT_MODE = 0o644;

class MissingSource extends Error {}

/** What a volume of the pod holds at this moment. */
export function volumeContents(volume: V1Volume, sources: VolumeSources): VolumeContents {
  if (volume.emptyDir) return { kind: "scratch" };
  try {
    return { kind: "files", files: new Map(volumeEntries(volume, sources)) };
  } catch (error) {
    if (error instanceof MissingSource) return { kind: "missing", message: `volume ${volume.name}: ${error.message}` };
    throw error;
  }
}

type Entry = [path: string, file: VolumeFile];

function volumeEntries(volume: V1Volume, sources: VolumeSources): Entry[] {
  const { secret, configMap, downwardAPI, projected } = volume;
  if (secret) {
    const mode = secret.defaultMode ?? DEFAULT_MODE;
    const { secretName: name = "", items = [], optional = false } = secret;
    return secretEntries({ name, items, optional }, sources, mode);
  }
  if (configMap) return configMapEntries(configMap, sources, configMap.defaultMode ?? DEFAULT_MODE);
  if (downwardAPI) return downwardEntries(downwardAPI.items, sources, downwardAPI.defaultMode ?? DEFAULT_MODE);
  if (projected) {
    const mode = projected.defaultMode ?? DEFAULT_MODE;
    return (projected.sources ?? []).flatMap((source) => projectionEntries(source, sources, mode));
  }
  throw new MissingSource("a local pod has only emptyDir, secret, configMap, downwardAPI and projected volumes");
}

function projectionEntries(projection: V1VolumeProjection, sources: VolumeSources, mode: number): Entry[] {
  const { secret, configMap, downwardAPI, serviceAccountToken } = projection;
  if (secret) return secretEntries(secret, sources, mode);
  if (configMap) return configMapEntries(configMap, sources, mode);
  if (downwardAPI) return downwardEntries(downwardAPI.items, sources, mode);
  if (serviceAccountToken) {
    const token = sources.token(serviceAccountToken);
    if (token === undefined) throw new MissingSource("the service account token has not been issued yet");
    return [[serviceAccountToken.path, { content: Buffer.from(token), mode }]];
  }
  throw new MissingSource(`a local pod has no projection of ${Object.keys(projection).join()}`);
}

/** The fields that a volume and a projection have in common. */
interface KeyedSource {
  name?: string;
  optional?: boolean;
  items?: readonly V1KeyToPath[];
}

function secretEntries(source: KeyedSource, sources: VolumeSources, mode: number): Entry[] {
  const secret = sources.secret(source.name ?? "");
  const contents = Object.entries(secret?.data ?? {}).map(([key, data]): [string, Buffer] => [
    key,
    Buffer.from(data, "base64"),
  ]);
  return keyedEntries("Secret", source, secret && new Map(contents), mode);
}

function configMapEntries(source: KeyedSource, sources: VolumeSources, mode: number): Entry[] {
  const configMap = sources.configMap(source.name ?? "");
  const text = Object.entries(configMap?.data ?? {}).map(([key, data]): [string, Buffer] => [key, Buffer.from(data)]);
  const binary = Object.entries(configMap?.binaryData ?? {}).map(([key, data]): [string, Buffer] => [
    key,
    Buffer.from(data, "base64"),
  ]);
  return keyedEntries("ConfigMap", source, configMap && new Map([...text, ...binary]), mode);
}

/** All keys under their own names, or the chosen ones under the wanted paths. */
function keyedEntries(
  kind: string,
  source: KeyedSource,
  contents: ReadonlyMap<string, Buffer> | undefined,
  mode: number,
): Entry[] {
  if (contents === undefined) {
    if (source.optional === true) return [];
    throw new MissingSource(`${kind} ${source.name ?? ""} not found`);
  }
  const all = [...contents.keys()].map((key): V1KeyToPath => ({ key, path: key }));
  const items = source.items === undefined || source.items.length === 0 ? all : source.items;
  return items.flatMap((item): Entry[] => {
    const content = contents.get(item.key);
    if (content !== undefined) return [[item.path, { content, mode: item.mode ?? mode }]];
    if (source.optional === true) return [];
    throw new MissingSource(`${kind} ${source.name ?? ""} has no key ${item.key}`);
  });
}

function downwardEntries(
  items: readonly V1DownwardAPIVolumeFile[] | undefined,
  { pod, addresses }: VolumeSources,
  mode: number,
): Entry[] {
  return (items ?? []).map((item) => {
    if (item.fieldRef === undefined) throw new MissingSource("a local pod has no resource fields");
    const content = Buffer.from(podFieldValue(pod, addresses, item.fieldRef.fieldPath));
    return [item.path, { content, mode: item.mode ?? mode }];
  });
}
