import type { LintRule } from "../lintRule";
import { CONSIDERATIONS } from "./sources";

/** What would reach out of the pod's own machine. */
export const ISOLATION_RULES = {
  privileged: {
    level: "error",
    neverRuns: true,
    title: "Privileged containers",
    explanation:
      "Fargate runs no privileged container. The pod stays Pending, with the event " +
      "`Pod not supported on Fargate: invalid SecurityContext fields: Privileged`.",
    fix:
      "Leave `securityContext.privileged` out. An agent that cannot do without it needs a node: DaemonSets of node agents " +
      "often have a mode for Fargate, or for serverless containers, that does less.",
    example: `containers:
  - name: agent
    securityContext: {allowPrivilegeEscalation: false}`,
    source: { ...CONSIDERATIONS, sureness: "documented" },
  },
  "host-namespaces": {
    level: "error",
    neverRuns: true,
    isOfPodsOnly: true,
    title: "Namespaces of the host",
    explanation:
      "A pod with `hostNetwork`, `hostPID` or `hostIPC` stays Pending (`fields not supported: HostNetwork, …`): on Fargate " +
      "there is no host to share. A template cannot set these fields, so that this is said of pods only.",
    fix:
      "Leave the fields out. A sidecar shares the pod's network anyway and reaches the app at `localhost`; for its " +
      "processes there is `shareProcessNamespace`.",
    example: "shareProcessNamespace: true",
    source: {
      text: "Field reports with the scheduler's event (aws-efs-csi-driver#589); EKS User Guide, AWS Fargate considerations",
      url: "https://github.com/kubernetes-sigs/aws-efs-csi-driver/issues/589",
      sureness: "documented",
    },
  },
  "host-port": {
    level: "error",
    neverRuns: true,
    title: "Ports of the host",
    explanation:
      "A container port with a `hostPort` or a `hostIP` keeps the pod Pending: `port contains HostIP or HostPort`. A " +
      "`hostPort` of 0 and an empty `hostIP` are as good as none.",
    fix: "Leave both out. Whoever wants to reach the port uses the pod's own address.",
    example: `containers:
  - name: agent
    ports:
      - {name: statsd, containerPort: 8125, protocol: UDP}`,
    source: { ...CONSIDERATIONS, sureness: "documented" },
  },
  "added-capabilities": {
    level: "error",
    neverRuns: true,
    title: "Capabilities that a container does not have anyway",
    explanation:
      "Fargate lets a container add only what a container has by default, which is of use after `drop: [ALL]`: " +
      "AUDIT_WRITE, CHOWN, DAC_OVERRIDE, FOWNER, FSETID, KILL, MKNOD, NET_BIND_SERVICE, NET_RAW, SETFCAP, SETGID, SETPCAP, " +
      "SETUID and SYS_CHROOT, in these very words. With any other, such as NET_ADMIN or SYS_PTRACE, and with `CAP_CHOWN` " +
      "in the place of `CHOWN`, the pod stays Pending: `Capabilities added: …`.",
    fix:
      "Leave the capability out, and write the others without `CAP_`. What redirects traffic by iptables (Istio, Linkerd) " +
      "cannot run, and what looks into the processes of others must run as the same user as they do.",
    example: `containers:
  - name: agent
    securityContext:
      capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}`,
    source: {
      text:
        "The check of pods in EKS's own kubelet for Fargate (published source); field reports for NET_ADMIN " +
        "(containers-roadmap#682), SYS_PTRACE (#1102, #2162) and CAP_CHOWN (frappe_docker#1182)",
      url: "https://github.com/aws/containers-roadmap/issues/2162",
      sureness: "reported",
    },
  },
  "privilege-escalation": {
    level: "error",
    neverRuns: true,
    title: "allowPrivilegeEscalation: true",
    explanation:
      "A container that says `allowPrivilegeEscalation: true` keeps the pod Pending: " +
      "`invalid SecurityContext fields: AllowPrivilegeEscalation`. Without the field, which stands for the same, it runs.",
    fix: "Say false, or leave the field out.",
    example: `containers:
  - name: agent
    securityContext: {allowPrivilegeEscalation: false}`,
    source: {
      text:
        "Field reports of 2020 and 2023 (ingress-nginx#4888, #9704); the check of pods in EKS's own kubelet for Fargate " +
        "(published source)",
      url: "https://github.com/kubernetes/ingress-nginx/issues/9704",
      sureness: "reported",
    },
  },
  daemonset: {
    level: "error",
    neverRuns: true,
    isOfPodsOnly: true,
    title: "Pods of a DaemonSet",
    explanation:
      "A pod of a DaemonSet is not supported on Fargate, where each node is there for one pod. This is said of pods only.",
    fix: "Make its container a sidecar: a template of the injector.",
    example: `sidecars:
  - name: agent
    image: registry.example.com/agent:1.2`,
    source: { ...CONSIDERATIONS, sureness: "documented" },
  },
} as const satisfies Readonly<Record<string, LintRule>>;
