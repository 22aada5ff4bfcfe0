import type { Labels } from "../configuration/labelSelector";
import type { Additions } from "./additions";

/** A template made ready for many pods: patterns are functions, and what it adds is laid out for the cluster at hand. */
export interface CompiledTemplate {
  readonly kind: "template";
  readonly name: string;
  readonly hash: string;
  readonly matchesNamespace: (namespace: string) => boolean;
  readonly matchesLabels: (labels: Labels) => boolean;
  readonly additions: Additions;
}

/** A template with errors of which no good version is known. */
export interface CompiledInvalidTemplate {
  readonly kind: "invalid";
  readonly name: string;
}
