import { applyPatch } from "fast-json-patch";
import {
  clusterFeatures,
  compileConfiguration,
  decide,
  parseSidecarConfiguration,
  type CompiledConfiguration,
} from "../injection";
import { isJsonArray, isJsonObject, type JsonObject } from "../injection/json";
import { fargatePod } from "./review";

/** Measures the engine alone: nanoseconds for one decision with its patch, of a 4 KB pod for which two templates are. */
export function measureDecisions(): string[] {
  const pod = fargatePod();
  const again = injectedPod(pod, PLAIN);
  const cases: readonly (readonly [what: string, pod: JsonObject, fields: string, templates: number])[] = [
    ["containers and volumes", pod, PLAIN, 10],
    ["the same", pod, PLAIN, 1_000],
    ["the same, asked a second time", again, PLAIN, 10],
    ["beside a container of the same name", withContainer(pod, "template-0"), PLAIN, 10],
    ["with labels and annotations", pod, PLAIN + METADATA, 10],
    ["with parameters", pod, PLAIN + PARAMETERS, 10],
    ["with fields of the pod and of its containers", pod, PLAIN + PERSONAL, 10],
    ["the same", pod, PLAIN + PERSONAL, 1_000],
    ["with sidecars fitted into the pod's size", pod, FITTED, 10],
  ];
  return cases.map(([what, each, fields, templates]) => {
    const configuration = configurationOf(templates, fields);
    const nanoseconds = median(
      Array.from({ length: 7 }, () => nanosecondsPerCall(() => decide(each, "shop", configuration))),
    );
    return `decide, ${what}: 2 of ${templates} templates match: ${nanoseconds.toFixed(0)} ns`;
  });
}

const PLAIN = `
spec:
  volumes: [{name: NAME, emptyDir: {}}]
  containers: [{name: NAME, image: "example.com/agent:1", volumeMounts: [{name: NAME, mountPath: /data}]}]`;

const METADATA = `
metadata: {labels: {example.com/NAME: injected}, annotations: {example.com/NAME: "yes"}}`;

const PARAMETERS = `
  sidecars: [{name: NAME-proxy, image: "example.com/proxy:1", args: ["--app=\${pod.ownerName}", "--level=\${level}"]}]
parameters: {level: {annotation: example.com/level, default: info, pattern: "^(debug|info)$"}}`;

const PERSONAL = `
  securityContext: {fsGroup: 1337}
  terminationGracePeriodSeconds: 60
  appContainers: [{env: [{name: AGENT_NAME, value: localhost}], volumeMounts: [{name: NAME, mountPath: /NAME}]}]`;

const FITTED = `
sizing: {fit: true, minimum: {NAME: {memory: 16Mi}}}
spec:
  containers: [{name: NAME, image: "example.com/agent:1", resources: {requests: {memory: 600Mi}}}]`;

function configurationOf(count: number, fields: string): CompiledConfiguration {
  const data = Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const name = `template-${index}`;
      const profile = index < 2 ? "default" : `profile-${index}`;
      return [name, `profiles: ["${profile}"]${fields.replaceAll("NAME", name)}`];
    }),
  );
  const configuration = parseSidecarConfiguration(data);
  const features = clusterFeatures("1.36");
  if (features === undefined || configuration.problems.length > 0)
    throw new Error(`a configuration with problems: ${JSON.stringify(configuration.problems)}`);
  return compileConfiguration(configuration, features);
}

/** The pod as it is when the webhook is asked about it again. */
function injectedPod(pod: JsonObject, fields: string): JsonObject {
  const operations = decide(pod, "shop", configurationOf(2, fields)).patch?.operations ?? [];
  const changed: unknown = applyPatch<unknown>(structuredClone(pod), structuredClone([...operations])).newDocument;
  if (!isJsonObject(changed)) throw new Error("the patch leaves no pod");
  return changed;
}

function withContainer(pod: JsonObject, name: string): JsonObject {
  const spec = isJsonObject(pod.spec) ? pod.spec : {};
  const containers = isJsonArray(spec.containers) ? spec.containers : [];
  return { ...pod, spec: { ...spec, containers: [...containers, { name, image: "own:1" }] } };
}

function nanosecondsPerCall(work: () => unknown): number {
  const calls = 100_000;
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call++) work();
  return Number(process.hrtime.bigint() - start) / calls;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
