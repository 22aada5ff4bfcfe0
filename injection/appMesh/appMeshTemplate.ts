import type { LabelSelector } from "../configuration/labelSelector";
import type { LintLevels } from "../lint/lintRule";
import type { AppMeshSettings } from "./appMeshSettings";

/** A template of kind `appmesh`: pods of labelled namespaces, on Fargate or not, get what AWS's App Mesh injectors add. */
export interface AppMeshTemplate {
  /** The key in the ConfigMap. */
  readonly name: string;
  /** Namespaces it is for, with wildcards, beside the label that each must have. */
  readonly namespaces: readonly string[];
  readonly podSelector: LabelSelector;
  readonly optIn: boolean;
  readonly order: number;
  readonly settings: AppMeshSettings;
  /** Levels of lint rules that hold for this template alone. */
  readonly lint: LintLevels;
  readonly hash: string;
}
