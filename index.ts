import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { SidecarInjector, type SidecarInjectorArgs } from "./components";
import { unknownField } from "./injection/configuration/problem";

// The whole stack, driven by stack configuration; Pulumi.yaml describes the keys.
const config = new pulumi.Config();
refuseUnknownKeys(["kubeconfig", "context", "image", "namespace", "replicas", "sidecars"]);

const args: SidecarInjectorArgs = {
  image: requiredImage(),
  namespace: config.get("namespace"),
  replicas: config.getNumber("replicas"),
  sidecarConfiguration: { templates: sidecarTemplates(config.getObject<unknown>("sidecars")) },
};

const cluster = new k8s.Provider("cluster", {
  kubeconfig: config.getSecret("kubeconfig"),
  context: config.get("context"),
  // Changes the sidecar configuration in place, so that there is no moment without it.
  enableConfigMapMutable: true,
});

const injector = new SidecarInjector("fargate-sidecar-injector", args, { provider: cluster });

export const { namespace, configMapName, webhookConfigurationName, serviceName } = injector;

function refuseUnknownKeys(known: readonly string[]): void {
  const own = Object.keys(pulumi.runtime.allConfig()).filter((key) => key.startsWith(`${config.name}:`));
  const problems = own
    .map((key) => key.slice(config.name.length + 1))
    .filter((key) => !known.includes(key))
    .map((key) => `\`${key}\` in the stack configuration: ${unknownField(key, known)}`);
  if (problems.length > 0) throw new pulumi.RunError(problems.join("\n"));
}

function requiredImage(): string {
  const image = config.get("image");
  if (image !== undefined && image !== "") return image;
  throw new pulumi.RunError(
    "`image` is not set: build the webhook's image from webhook/Dockerfile, push it where the cluster can pull it, " +
      "and run `pulumi config set image REFERENCE`.",
  );
}

/** The templates as YAML texts; undefined where there are none, which leaves the content of the ConfigMap to kubectl. */
function sidecarTemplates(sidecars: unknown): Record<string, string> | undefined {
  if (sidecars === undefined || sidecars === null) return undefined;
  if (typeof sidecars !== "object" || Array.isArray(sidecars)) {
    throw new pulumi.RunError("`sidecars` has to be an object of template names, each with YAML text or an object.");
  }
  const templates: Record<string, string> = {};
  for (const [name, template] of Object.entries(sidecars)) templates[name] = yamlText(template);
  return Object.keys(templates).length === 0 ? undefined : templates;
}

/** As YAML 1.1, which is what the webhook and kubectl read: a text `yes` gets its quotes. */
function yamlText(template: unknown): string {
  if (typeof template === "string") return template;
  const text: string = stringify(template, { version: "1.1" });
  return text;
}
