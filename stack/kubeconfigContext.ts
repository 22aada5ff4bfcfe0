import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import type { Problem } from "../injection/problem";

/**
 * What is wrong with the kubeconfig of a stack, or with the context in it. Found here and not by the Kubernetes provider,
 * which previews every object as new in a cluster that it cannot find.
 * @param kubeconfig path or content; undefined for the files that kubectl would take
 */
export function kubeconfigProblems(
  kubeconfig: string | undefined,
  context: string | undefined,
  environment: NodeJS.ProcessEnv,
): Problem[] {
  if (kubeconfig === undefined) {
    const files = defaultFiles(environment).filter((file) => existsSync(file));
    if (files.length > 0) return contextProblems(context, files.flatMap(contextsOfFile), files.join(" and "));
    return [{ path: "context", message: "there is no kubeconfig, neither at $KUBECONFIG nor at ~/.kube/config" }];
  }
  if (existsSync(kubeconfig)) return contextProblems(context, contextsOfFile(kubeconfig), kubeconfig);
  const contexts = contextsOf(kubeconfig);
  if (contexts !== undefined) return contextProblems(context, contexts, "the kubeconfig");
  return [{ path: "kubeconfig", message: "is neither a file that exists nor the content of a kubeconfig" }];
}

/** As kubectl looks for them. */
function defaultFiles({ KUBECONFIG }: NodeJS.ProcessEnv): string[] {
  const files = (KUBECONFIG ?? "").split(delimiter).filter((file) => file !== "");
  return files.length > 0 ? files : [join(homedir(), ".kube", "config")];
}

function contextProblems(context: string | undefined, contexts: readonly string[], source: string): Problem[] {
  if (context === undefined || contexts.includes(context)) return [];
  const known = contexts.length === 0 ? "which has none" : `which has ${contexts.join(", ")}`;
  return [{ path: "context", message: `"${context}" is not in ${source}, ${known}` }];
}

function contextsOfFile(file: string): string[] {
  return contextsOf(readFileSync(file, "utf8")) ?? [];
}

/** Names of the contexts; undefined where the text is no kubeconfig. */
function contextsOf(text: string): string[] | undefined {
  const content = parsed(text);
  if (typeof content !== "object" || content === null || !("contexts" in content)) return undefined;
  const contexts: unknown = content.contexts;
  if (!Array.isArray(contexts)) return undefined;
  return contexts.flatMap((each: unknown) =>
    typeof each === "object" && each !== null && "name" in each && typeof each.name === "string" ? [each.name] : [],
  );
}

function parsed(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
