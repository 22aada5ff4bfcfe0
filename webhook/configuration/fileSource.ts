import { isJsonObject, parseYamlText, type JsonValue } from "../../injection";
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

/** Reads a ConfigMap manifest, or the bare `data` of one. */
export function readConfigurationText(text: string): ConfigurationData {
  const read = parseYamlText(text);
  if ("error" in read) return fault("", `the file is not YAML: ${read.error}`);
  const { value } = read;
  if (value === null) return readConfigMap({});
  if (!isJsonObject(value)) return fault("", "the file must hold a ConfigMap, or the mapping below its `data`");
  if (!isManifest(value)) return { data: withoutUndefined(value), problems: [] };
  if (value.kind !== "ConfigMap") return fault("kind", `must be ConfigMap, but is ${JSON.stringify(value.kind)}`);
  return readConfigMap(value);
}

function isManifest(value: Readonly<Record<string, JsonValue | undefined>>): boolean {
  return typeof value.apiVersion === "string" && typeof value.kind === "string";
}

function fault(path: string, message: string): ConfigurationData {
  return { data: undefined, problems: [{ path, message }] };
}
