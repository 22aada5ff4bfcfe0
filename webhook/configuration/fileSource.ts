import { isJsonObject, parseYamlText, type JsonObject } from "../../injection";
import { followFiles, readText, type FileText } from "../followFiles";
import { readConfigMap, withoutUndefined } from "./configMapContent";
import type { ConfigurationData, ConfigurationStore } from "./configurationStore";

/**
 * Takes the sidecar configuration from a file and follows its changes.
 * @throws Error with a sentence for the user where the file cannot be read at the start.
 * @returns a function that stops following.
 */
export function followConfigurationFile(file: string, store: ConfigurationStore): () => void {
  const first = readText(file);
  if (first instanceof Error) throw first;
  store.update(read(first));
  return followFiles([file], [first], ([text = ""]) => {
    store.update(read(text));
  });
}

function read(text: FileText): ConfigurationData {
  return text instanceof Error ? fault("", text.message) : readConfigurationText(text);
}

/** Reads a ConfigMap manifest, or what is below its `data`. */
export function readConfigurationText(text: string): ConfigurationData {
  const read = parseYamlText(text);
  if ("error" in read) return fault("", `the file is not YAML: ${read.error}`);
  const { value, problems } = read;
  if (value === null) return readConfigMap({});
  if (!isJsonObject(value)) return fault("", "the file must hold a ConfigMap, or the mapping below its `data`");
  if (isManifest(value)) {
    const { kind = "ConfigMap" } = value;
    if (kind !== "ConfigMap") return fault("kind", `must be ConfigMap, but is ${JSON.stringify(kind)}`);
    const content = readConfigMap(value);
    return { ...content, problems: [...problems, ...content.problems] };
  }
  return isBareTemplate(value) ? fault("", BARE_TEMPLATE) : { data: withoutUndefined(value), problems };
}

/** A manifest of any kind, or one of a ConfigMap of which only `data` is left, with texts below it. */
function isManifest(value: JsonObject): boolean {
  const { apiVersion, kind, data } = value;
  if (typeof kind === "string" && (kind === "ConfigMap" || typeof apiVersion === "string")) return true;
  const isRest = Object.keys(value).every((field) => MANIFEST_FIELDS.includes(field));
  return isRest && isJsonObject(data) && Object.values(data).every((text) => typeof text === "string");
}

const MANIFEST_FIELDS: readonly string[] = ["apiVersion", "metadata", "data", "binaryData"];

/** The fields of a template are no names of templates, unless there is a whole template below them. */
function isBareTemplate({ spec, ...others }: JsonObject): boolean {
  if (isJsonObject(spec)) return ["kind", "preset", "metadata", "spec"].every((field) => spec[field] === undefined);
  return ["containers", "sidecars", "initContainers", "volumes"].some((field) => Array.isArray(others[field]));
}

const BARE_TEMPLATE =
  'the file holds a template without a name; put it below that of a Fargate profile, such as "default:"';

function fault(path: string, message: string): ConfigurationData {
  return { data: undefined, problems: [{ path, message }] };
}
