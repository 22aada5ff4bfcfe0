/** The names that App Mesh and its injectors give to things. */

/** What the keys of all pod annotations of AWS's injectors begin with. */
export const APP_MESH_PREFIX = "appmesh.k8s.aws/";

/** The container that holds the proxy. In a pod of a virtual gateway it is the pod's own. */
export const ENVOY_CONTAINER = "envoy";

/** The init container that redirects a pod's traffic to Envoy, where the App Mesh CNI plugin does not. */
export const PROXY_INIT_CONTAINER = "proxyinit";

/** The container that passes Envoy's traces on to AWS X-Ray. */
export const XRAY_CONTAINER = "xray-daemon";

/** The Secret with credentials for the images, where `ecrSecret` is on. */
export const ECR_SECRET = "appmesh-ecr-secret";

/** User of the proxy, whose own traffic is not redirected, and group that may read the pod's IAM token. */
export const PROXY_UID = 1337;

/** Ports on which the proxy takes what comes to the pod, and what leaves it. */
export const PROXY_INGRESS_PORT = 15000;
export const PROXY_EGRESS_PORT = 15001;

/** App Mesh's resources have names of at most 255 characters; those of the controller hold "_" and ".". */
export const RESOURCE_NAME = /^[A-Za-z0-9][-._A-Za-z0-9]{0,254}$/;

/** The name of a mesh, with the account that owns it or without. */
export const MESH_NAME = /^[A-Za-z0-9][-._A-Za-z0-9]{0,254}(@\d{12})?$/;

/** An address that Envoy takes from the pod's status: the node that it runs on. */
export const HOST_IP = "ref:status.hostIP";

/** The highest port. */
export const LAST_PORT = 65_535;

/** The lowest and the highest port. */
export const PORTS = [1, LAST_PORT] as const;

/** A host, and what it must be in words. */
export const HOST = /^[-._:A-Za-z0-9]+$/;
export const HOST_WORDS = "a host name or an IP address";
