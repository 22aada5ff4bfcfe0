import { isJsonObject, type JsonObject, type JsonValue, type Problem } from "../../injection";
import type { ConfigurationData } from "./configurationStore";

/** The fields of a ConfigMap that hold its content; as they came, so they may be anything. */
export interface ConfigMapContent {
  readonly data?: unknown;
  readonly binaryData?: unknown;
}

/**
 * The sidecar configuration that a ConfigMap holds. A file that is not UTF-8 gets into `binaryData`, by `kubectl create
 * configmap --from-file` say: templates are not read from there, and not passed over in silence either.
 */
export function readConfigMap(configMap: ConfigMapContent): ConfigurationData {
  const data = configMap.data ?? {};
  const binaryData = configMap.binaryData ?? {};
  if (!isJsonObject(data)) return notMapping("data");
  if (!isJsonObject(binaryData)) return notMapping("binaryData");
  const unreadable = Object.keys(binaryData);
  const problems: Problem[] = [
    ...Object.entries(data).flatMap(([key, content]) =>
      typeof content === "string"
        ? []
        : [{ path: `data.${key}`, message: `must be text; write "${key}: |" before it` }],
    ),
    ...unreadable.map((key) => ({
      path: `binaryData.${key}`,
      message: "templates are not read from binaryData; write the text, in UTF-8, below data",
    })),
  ];
  return { data: withoutUndefined(data), unreadable, problems };
}

function notMapping(path: string): ConfigurationData {
  return { data: undefined, problems: [{ path, message: "must be a mapping" }] };
}

export function withoutUndefined(data: JsonObject): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, value ?? null]));
}
