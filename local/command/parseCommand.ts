import type { FargateProfile } from "../../injection/fargate/fargateProfile";

export type LocalCommand =
  | { kind: "up"; fargateProfiles: readonly FargateProfile[] }
  | { kind: "down" }
  | { kind: "kubeconfig" }
  | { kind: "env" }
  | { kind: "help" }
  | { kind: "wrong"; message: string };

export const USAGE = `usage: npm run local -- COMMAND

  up [--profile NAME=NAMESPACE,…]…   start a local Kubernetes control plane and keep it until Ctrl-C or \`down\`
  down                               stop the one that runs
  kubeconfig                         print the path of its kubeconfig
  env                                print shell commands after which kubectl and pulumi work on it

A profile is a Fargate profile; its namespaces may have the wildcards * and ?. Without one: default=default.
`;

const DEFAULT_PROFILE: FargateProfile = { name: "default", selectors: [{ namespace: "default" }] };

/** Understands the command line of `npm run local`. */
export function parseCommand(words: readonly string[]): LocalCommand {
  const [name, ...rest] = words;
  switch (name) {
    case "up":
      return parseUp(rest);
    case "down":
    case "kubeconfig":
    case "env":
      return rest.length === 0 ? { kind: name } : wrong(`${name} takes no arguments, but got ${rest.join(" ")}`);
    case "help":
    case "--help":
    case "-h":
      return { kind: "help" };
    case undefined:
      return wrong("a command is missing");
    default:
      return wrong(`unknown command ${name}`);
  }
}

function parseUp(words: readonly string[]): LocalCommand {
  const fargateProfiles: FargateProfile[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word !== "--profile" && !word.startsWith("--profile=")) return wrong(`up does not know ${word}`);
    const value = word === "--profile" ? words[++index] : word.slice("--profile=".length);
    const profile = parseProfile(value ?? "");
    if (profile === undefined) {
      return wrong(`--profile wants NAME=NAMESPACE,… such as team=team-*,shop, but got ${value ?? "nothing"}`);
    }
    if (fargateProfiles.some(({ name }) => name === profile.name))
      return wrong(`profile ${profile.name} is given twice`);
    fargateProfiles.push(profile);
  }
  return { kind: "up", fargateProfiles: fargateProfiles.length > 0 ? fargateProfiles : [DEFAULT_PROFILE] };
}

function parseProfile(text: string): FargateProfile | undefined {
  const [, name, namespaces = ""] = /^([^=]+)=(.+)$/.exec(text) ?? [];
  const selectors = namespaces.split(",").map((namespace) => ({ namespace: namespace.trim() }));
  if (name === undefined || selectors.some(({ namespace }) => namespace === "")) return undefined;
  return { name, selectors };
}

function wrong(message: string): LocalCommand {
  return { kind: "wrong", message };
}
