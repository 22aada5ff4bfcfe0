import {
  AWS_REGION,
  cpuParameter,
  imageParameter,
  memoryParameter,
  REGION_PARAMETER,
  RESOURCES,
  restricted,
} from "./parts";
import { policyOf, READ_SAMPLING, WRITE_TRACES } from "./policies";
import { definePreset } from "./preset";

const NAME = "xray-daemon";

/** Legacy: AWS has put daemon and SDKs into maintenance. The ADOT collector is what to take for new apps. */
export const XRAY_DAEMON = definePreset({
  name: NAME,
  title: "X-Ray daemon (legacy)",
  replaces: "the DaemonSet `xray-daemon`, to which X-Ray's SDKs send by the name of its Service or the IP of the node",
  does:
    "Takes segments from X-Ray's own SDKs and sends them to X-Ray. AWS has put daemon and SDKs into maintenance in " +
    "February 2026: for apps that can, take `adot-collector`.",
  template: {
    parameters: {
      image: imageParameter("public.ecr.aws/xray/aws-xray-daemon:3.6.0"),
      region: REGION_PARAMETER,
      logLevel: { default: "prod", pattern: "dev|debug|info|prod|warn|error" },
      cpu: cpuParameter(NAME, "32m"),
      memory: memoryParameter(NAME, "64Mi"),
    },
    spec: {
      sidecars: [
        {
          name: NAME,
          image: "${image}",
          // In the image both addresses are 0.0.0.0, where any other pod could have its calls signed.
          command: ["/xray", "-b", "127.0.0.1:2000", "-t", "127.0.0.1:2000"],
          // Left to itself it takes a hundredth of the node's memory for its buffers, whatever the container has.
          args: ["-o", "-n", "${region}", "-l", "${logLevel}", "-m", "16"],
          env: [AWS_REGION],
          resources: RESOURCES,
          securityContext: restricted(10001),
        },
      ],
      terminationGracePeriodSeconds: 35,
      appContainers: [{ env: [{ name: "AWS_XRAY_DAEMON_ADDRESS", value: "127.0.0.1:2000" }] }],
    },
  },
  descriptions: {
    image: "Image of the daemon",
    region: "AWS region of X-Ray",
    logLevel: "What the daemon prints",
    cpu: "CPU of the sidecar",
    memory: "Memory of the sidecar",
  },
  appGets: ["`AWS_XRAY_DAEMON_ADDRESS`, which X-Ray's SDKs read"],
  policy: () => policyOf(WRITE_TRACES, READ_SAMPLING),
  secrets: [],
  podSecurity: "restricted",
  notes: [
    "It has no probe. The image has no shell, and a kubelet reaches only what listens on the pod's address; there the daemon would sign the calls of any other pod with this pod's role. The kubelet restarts it where it ends.",
    "`-o` keeps it from asking for an EC2 instance, which Fargate does not have, and `-m` gives it 16 MB for buffers instead of a hundredth of the node's memory.",
  ],
  unproven: ["That the image of version 3.6.0 still runs as user 10001, as the Dockerfile of 3.3 has it."],
});
