import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { SidecarInjector } from "../../../components/sidecarInjector";

// A stack with an injector, whose program takes the time from the stack configuration. Engine, providers and API server
// keep to the real time, so that a certificate that is made for another year is valid today.
const config = new pulumi.Config();
moveClock(new Date(config.require("now")));

const provider = new k8s.Provider("cluster", { kubeconfig: config.requireSecret("kubeconfig") });

const injector = new SidecarInjector(
  "injector",
  {
    image: config.require("image"),
    sidecarConfiguration: {
      templates: { default: "spec: {containers: [{name: sidecar, image: sidecar}]}" },
    },
  },
  { provider },
);

export const { caBundle, certificateExpiresAt } = injector;

/** From here on it is that time, and it goes on. */
function moveClock(time: Date): void {
  const RealDate = Date;
  const millisecondsAhead = time.getTime() - RealDate.now();
  const now = (): number => RealDate.now() + millisecondsAhead;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args: ConstructorParameters<DateConstructor> | []) =>
      args.length === 0 ? new target(now()) : new target(...args),
    get: (target, property): unknown => (property === "now" ? now : Reflect.get(target, property)),
  });
}
