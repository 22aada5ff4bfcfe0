import type { HostAlias, VolumeMount } from "../configuration/templateBody";
import { canonicalJson, isJsonArray, type JsonObject, type JsonValue, type NamedObject } from "../json";
import type { Additions, AppContainerAdditions, PodFields } from "./additions";
import { append, prepend, set, setAll, type AddOperation } from "./jsonPatch";
import { graceSecondsOf } from "./podLimits";
import { objectList, type PodView } from "../kubernetes/readPod";

/** Tells whether something of it depends on what the pod has in that place already, so that each pod is looked at. */
export function isPersonal({ podFields, appContainers }: Additions): boolean {
  return (
    appContainers.length > 0 ||
    Object.keys(podFields.securityContext).length > 0 ||
    podFields.shareProcessNamespace !== undefined ||
    podFields.hostAliases.length > 0 ||
    podFields.dnsOptions.length > 0 ||
    podFields.terminationGracePeriodSeconds > 0
  );
}

/**
 * The API server refuses longer names of containers, but only after its webhooks, and a pattern with many `*` takes long
 * over a name of a megabyte. Source: k8s.io/apimachinery, pkg/util/validation, DNS1123LabelMaxLength.
 */
const LONGEST_NAME = 63;

/** The pod has a form that the API server does not give to pods, so it cannot be changed safely. */
export interface OperationFault {
  readonly fault: string;
}

/** What this one pod gets beside its own fields and those of its own containers, which all stay as they are. */
export function personalOperations(
  { podFields, appContainers }: Pick<Additions, "podFields" | "appContainers">,
  view: PodView,
  ownContainers: readonly NamedObject[],
): readonly AddOperation[] | OperationFault {
  const own = new Set(ownContainers.map(({ name }) => name));
  const ofContainers: AddOperation[] = [];
  for (const [index, container] of view.containers.entries()) {
    if (!own.has(container.name) || container.name.length > LONGEST_NAME) continue;
    const additions = appContainers.filter(({ matchesName }) => matchesName(container.name));
    if (additions.length === 0) continue;
    const operations = appContainerOperations(container, additions, `/spec/containers/${index}`);
    if ("fault" in operations) return operations;
    ofContainers.push(...operations);
  }
  return [...podFieldOperations(podFields, view), ...ofContainers];
}

function podFieldOperations(fields: PodFields, view: PodView): readonly AddOperation[] {
  const { spec, securityContext, dnsConfig, dnsOptions = [] } = view;
  const isUnset = (object: JsonObject | undefined, field: string): boolean => (object?.[field] ?? null) === null;
  // The API server leaves an empty list out, so that it would be unset again at the second call.
  const unsetContext = Object.entries(fields.securityContext).filter(
    ([field, value]) => isUnset(securityContext, field) && !(isJsonArray(value) && value.length === 0),
  );
  const options = fields.dnsOptions.filter(({ name }) => !dnsOptions.some((option) => option.name === name));
  const sharing = fields.shareProcessNamespace;
  const graceSeconds = fields.terminationGracePeriodSeconds;
  return [
    ...setAll("/spec/securityContext", securityContext !== undefined, objectOf(unsetContext)),
    ...(sharing !== undefined && isUnset(spec, "shareProcessNamespace")
      ? [set("/spec", "shareProcessNamespace", sharing)]
      : []),
    ...hostAliasOperations(fields.hostAliases, view.hostAliases),
    ...(options.length === 0
      ? []
      : dnsConfig === undefined
        ? [set("/spec", "dnsConfig", { options })]
        : append("/spec/dnsConfig/options", view.dnsOptions !== undefined, options)),
    ...(graceSeconds > graceSecondsOf(spec) ? [set("/spec", "terminationGracePeriodSeconds", graceSeconds)] : []),
  ];
}

function objectOf(entries: readonly (readonly [string, JsonValue | undefined])[]): Record<string, JsonValue> {
  return Object.fromEntries(entries.flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])));
}

/** An address that the pod has names for already gets the others beside them; a list may not name it twice. */
function hostAliasOperations(
  wanted: readonly HostAlias[],
  existing: readonly JsonObject[] | undefined,
): readonly AddOperation[] {
  const operations: AddOperation[] = [];
  const aliases: HostAlias[] = [];
  for (const ip of new Set(wanted.map((alias) => alias.ip))) {
    const hostnames = [...new Set(wanted.flatMap((alias) => (alias.ip === ip ? alias.hostnames : [])))];
    const index = existing?.findIndex((alias) => alias.ip === ip) ?? -1;
    const known = existing?.[index]?.hostnames;
    if (index < 0) aliases.push({ ip, hostnames });
    else if (!isJsonArray(known)) operations.push(set(`/spec/hostAliases/${index}`, "hostnames", hostnames));
    else {
      const missing = hostnames.filter((name) => !known.includes(name));
      operations.push(...append(`/spec/hostAliases/${index}/hostnames`, true, missing));
    }
  }
  return [...operations, ...append("/spec/hostAliases", existing !== undefined, aliases)];
}

function appContainerOperations(
  container: JsonObject,
  additions: readonly AppContainerAdditions[],
  path: string,
): readonly AddOperation[] | OperationFault {
  const lists = {
    env: objectList(container.env),
    envFrom: objectList(container.envFrom),
    volumeMounts: objectList(container.volumeMounts),
    volumeDevices: objectList(container.volumeDevices),
  };
  for (const [field, list] of Object.entries(lists))
    if (list === null) return { fault: `${path.slice(1).replaceAll("/", ".")}.${field} is no list of objects` };
  const { env, envFrom, volumeMounts, volumeDevices } = lists;
  const devices = (volumeDevices ?? []).flatMap(({ name, devicePath }) => [name, devicePath]);
  // The API server wants no volume both mounted and as a device, and neither of them at the path of another.
  const isNoDevice = ({ name, mountPath }: VolumeMount): boolean =>
    ![name, mountPath].some((it) => devices.includes(it));
  const key = (field: string) => (item: JsonObject) => item[field];
  const wanted = <Field extends keyof AppContainerAdditions>(field: Field) => additions.map((each) => each[field]);
  return [
    ...append(`${path}/env`, Boolean(env), newItems(wanted("env").flat(), env ?? [], key("name"))),
    // Of two sources with the same variable the last one counts: what the container has comes after ours.
    ...prepend(
      `${path}/envFrom`,
      Boolean(envFrom),
      newItems(wanted("envFrom").reverse().flat(), envFrom ?? [], sourceKey),
    ),
    ...append(
      `${path}/volumeMounts`,
      Boolean(volumeMounts),
      newItems(wanted("volumeMounts").flat().filter(isNoDevice), volumeMounts ?? [], key("mountPath")),
    ),
  ];
}

/** The same for the same source of variables: the API server leaves out an empty prefix. */
function sourceKey({ prefix, ...source }: JsonObject): string {
  return canonicalJson(prefix === "" ? source : { prefix, ...source });
}

/** The items whose key neither the list has nor one of them before. */
function newItems<Item extends JsonObject>(
  items: readonly Item[],
  existing: readonly JsonObject[],
  key: (item: JsonObject) => unknown,
): readonly Item[] {
  const known = new Set(existing.map(key));
  return items.filter((item) => known.size < known.add(key(item)).size);
}
