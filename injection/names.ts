/** The names that Kubernetes, EKS and this project give to things: every other file takes them from here. */

/** Pod label that EKS's own admission webhook sets: the name of the Fargate profile that the pod runs on. */
export const FARGATE_PROFILE_LABEL = "eks.amazonaws.com/fargate-profile";

/** `spec.schedulerName` of a pod that EKS has given to Fargate. */
export const FARGATE_SCHEDULER = "fargate-scheduler";

/** Annotation of a static pod's mirror object; the API server refuses changes to those. */
export const MIRROR_POD_ANNOTATION = "kubernetes.io/config.mirror";

/** Pod label; the value `"false"` keeps the pod from being injected, and the webhook from being called at all. */
export const INJECT_LABEL = "fargate-sidecar-injector/inject";

/** Pod annotation: names of templates, separated by commas, that are left out for this pod. */
export const SKIP_ANNOTATION = "fargate-sidecar-injector/skip";

/** Pod annotation: names of templates, separated by commas, that the pod asks for; only those with `optIn` wait for it. */
export const USE_ANNOTATION = "fargate-sidecar-injector/use";

/** Pod annotation that the injector writes: which templates were applied, with their containers and hash. */
export const STATUS_ANNOTATION = "fargate-sidecar-injector/status";

/** Namespace label; the value `enabled` brings the namespace's pods into the mesh. AWS's App Mesh injectors read it too. */
export const APP_MESH_NAMESPACE_LABEL = "appmesh.k8s.aws/sidecarInjectorWebhook";

/** Name of the ConfigMap that holds the sidecar configuration, in the injector's own namespace. */
export const SIDECAR_CONFIG_MAP = "fargate-injector-sidecar-config";

/**
 * Annotation of the sidecar ConfigMap: the version of the format that it is written in. An injector that knows only
 * older ones does not refuse it.
 */
export const FORMAT_ANNOTATION = "fargate-sidecar-injector/format";

/** Key of the sidecar configuration whose template is for every Fargate profile. */
export const ALL_PROFILES_KEY = "_all";

/** Key of the sidecar configuration that is no template: what holds for all of them, such as levels of lint rules. */
export const SETTINGS_KEY = "_settings";
