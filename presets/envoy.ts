import {
  ANNOTATION_PREFIX,
  configAnnotation,
  configVolume,
  cpuParameter,
  imageParameter,
  memoryParameter,
  RESOURCES,
  restricted,
} from "./parts";
import { definePreset } from "./preset";

const NAME = "envoy";
const HEALTH_PORT = 15021;

const HTTP_CONNECTION_MANAGER =
  "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager";
const ROUTER = "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router";
const ACCESS_LOG = "type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog";

/** Readiness and metrics go out over a listener of their own; the rest of the admin interface stays in the pod. */
const CONFIGURATION = `admin:
  address:
    socket_address: { address: 127.0.0.1, port_value: 9901 }
static_resources:
  listeners:
    - name: inbound
      address:
        socket_address: { address: 0.0.0.0, port_value: \${listenPort} }
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": ${HTTP_CONNECTION_MANAGER}
                stat_prefix: inbound
                use_remote_address: true
                access_log:
                  - name: envoy.access_loggers.stdout
                    typed_config:
                      "@type": ${ACCESS_LOG}
                route_config:
                  virtual_hosts:
                    - name: app
                      domains: ["*"]
                      routes:
                        - match: { prefix: "/" }
                          route: { cluster: app, timeout: \${timeoutSeconds}s }
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": ${ROUTER}
    - name: health
      address:
        socket_address: { address: 0.0.0.0, port_value: ${HEALTH_PORT} }
      filter_chains:
        - filters:
            - name: envoy.filters.network.http_connection_manager
              typed_config:
                "@type": ${HTTP_CONNECTION_MANAGER}
                stat_prefix: health
                route_config:
                  virtual_hosts:
                    - name: admin
                      domains: ["*"]
                      routes:
                        - match: { path: /ready }
                          route: { cluster: admin }
                        - match: { path: /stats/prometheus }
                          route: { cluster: admin }
                http_filters:
                  - name: envoy.filters.http.router
                    typed_config:
                      "@type": ${ROUTER}
  clusters:
    - name: app
      type: STATIC
      connect_timeout: 1s
      load_assignment:
        cluster_name: app
        endpoints:
          - lb_endpoints:
              - endpoint:
                  address:
                    socket_address: { address: 127.0.0.1, port_value: \${appPort} }
    - name: admin
      type: STATIC
      connect_timeout: 1s
      load_assignment:
        cluster_name: admin
        endpoints:
          - lb_endpoints:
              - endpoint:
                  address:
                    socket_address: { address: 127.0.0.1, port_value: 9901 }
`;

const READY = { httpGet: { path: "/ready", port: HEALTH_PORT }, timeoutSeconds: 2 };

/** A proxy before the app that clients address themselves: Fargate gives no container the right to redirect traffic. */
export const ENVOY = definePreset({
  name: NAME,
  title: "Envoy, without interception",
  replaces: "a mesh whose DaemonSet or CNI plug-in redirects the traffic of each node",
  does:
    "Takes HTTP requests on a port of its own and hands them to the app on 127.0.0.1, with an access log, a timeout and " +
    "metrics. Nothing is redirected: Fargate gives no container the capability for that, so a Service names Envoy's port.",
  template: {
    parameters: {
      image: imageParameter("docker.io/envoyproxy/envoy:distroless-v1.38.7"),
      listenPort: { type: "integer", default: 15000, pattern: "[1-9][0-9]{3,4}" },
      appPort: {
        field: "spec.containers[0].ports[0].containerPort",
        type: "integer",
        pattern: "[1-9][0-9]{0,4}",
      },
      timeoutSeconds: {
        annotation: `${ANNOTATION_PREFIX}envoy-timeout-seconds`,
        type: "integer",
        default: 15,
        pattern: "[1-9][0-9]{0,3}",
      },
      logLevel: { default: "warning", pattern: "trace|debug|info|warning|error|critical|off" },
      cpu: cpuParameter(NAME, "100m"),
      memory: memoryParameter(NAME, "128Mi"),
    },
    metadata: { annotations: { [configAnnotation(NAME)]: CONFIGURATION } },
    spec: {
      volumes: [configVolume(NAME, "envoy-config", "envoy.yaml")],
      sidecars: [
        {
          name: NAME,
          image: "${image}",
          command: ["/usr/local/bin/envoy", "--config-path", "/etc/envoy-config/envoy.yaml"],
          args: ["--log-level", "${logLevel}", "--disable-hot-restart", "--drain-time-s", "20"],
          ports: [
            { name: "envoy", containerPort: "${listenPort}" },
            { name: "envoy-health", containerPort: HEALTH_PORT },
          ],
          resources: RESOURCES,
          // Requests come through Envoy, so unlike an agent it decides whether the pod can serve.
          startupProbe: { ...READY, periodSeconds: 1, failureThreshold: 60 },
          readinessProbe: { ...READY, periodSeconds: 10 },
          livenessProbe: { ...READY, periodSeconds: 20, failureThreshold: 3 },
          securityContext: restricted(65532),
          volumeMounts: [{ name: "envoy-config", mountPath: "/etc/envoy-config", readOnly: true }],
        },
      ],
      terminationGracePeriodSeconds: 45,
    },
  },
  descriptions: {
    image: "Image of Envoy",
    listenPort: "Port on which Envoy takes requests",
    appPort: "Port on which the app takes them; by default the first one of the pod's first container",
    timeoutSeconds: "Seconds until a request is given up",
    logLevel: "What Envoy prints, beside its access log",
    cpu: "CPU of the sidecar",
    memory: "Memory of the sidecar",
  },
  appGets: ["nothing; a Service reaches it through Envoy with `targetPort: envoy`"],
  policy: undefined,
  secrets: [],
  podSecurity: "restricted",
  notes: [
    "A pod whose first container names no port is left without it (`bad-parameter`), so Jobs get it only where they serve.",
    "The app's own port stays open: whoever knows it goes past Envoy. An app that listens on 127.0.0.1 only closes it.",
    "Metrics for Prometheus are at port 15021, path `/stats/prometheus`; the admin interface is on 127.0.0.1:9901.",
  ],
  unproven: [
    "The configuration was written after the reference of Envoy's API v3, and not loaded by Envoy.",
    "That the distroless image runs as user 65532.",
  ],
});
