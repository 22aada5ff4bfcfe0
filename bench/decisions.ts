import { compileConfiguration, decide, parseSidecarConfiguration, type CompiledConfiguration } from "../injection";
import { fargatePod } from "./review";

/** Measures the engine alone: nanoseconds for one decision with its patch, of a 4 KB pod for which two templates are. */
export function measureDecisions(): string[] {
  const pod = fargatePod();
  return [10, 1_000].map((templates) => {
    const configuration = configurationOf(templates);
    const nanoseconds = median(
      Array.from({ length: 7 }, () => nanosecondsPerCall(() => decide(pod, "shop", configuration))),
    );
    return `decide, ${templates} templates of which 2 match: ${nanoseconds.toFixed(0)} ns`;
  });
}

function configurationOf(count: number): CompiledConfiguration {
  const template = (name: string, profile: string): string => `
profiles: ["${profile}"]
spec:
  volumes: [{name: ${name}, emptyDir: {}}]
  containers: [{name: ${name}, image: "example.com/agent:1", volumeMounts: [{name: ${name}, mountPath: /data}]}]`;
  const data = Object.fromEntries(
    Array.from({ length: count }, (_, index) => {
      const name = `template-${index}`;
      return [name, template(name, index < 2 ? "default" : `profile-${index}`)];
    }),
  );
  return compileConfiguration(parseSidecarConfiguration(data), { nativeSidecars: true });
}

function nanosecondsPerCall(work: () => unknown): number {
  const calls = 200_000;
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call++) work();
  return Number(process.hrtime.bigint() - start) / calls;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
