import type { V1Container, V1Pod } from "@kubernetes/client-node";
import type { Container } from "./container";
import { containerInvocation, type KeyedObjects } from "./containerEnvironment";
import { containerLogFile } from "./containerLogFile";
import { startContainerProcess } from "./containerProcess";
import { FakeContainer } from "./fakeContainer";
import type { PodAddresses } from "./fieldReference";
import type { KubeletSurroundings, PodProgram } from "./kubeletSurroundings";
import type { PodVolumes } from "./podVolumes";
import { ProgramContainer, type ProgramContainerOptions } from "./programContainer";

export interface PodContainers {
  /** In the order in which they start; native sidecars keep running, the others have to end first. */
  init: { container: Container; sidecar: boolean }[];
  main: Container[];
}

export interface PodContext {
  pod: V1Pod;
  addresses: PodAddresses;
  volumes: PodVolumes;
  onChange: () => void;
}

const DEFAULT_GRACE_SECONDS = 30;

/** The containers of a pod, each with its program, or fake where its image has none. */
export function createContainers(context: PodContext, surroundings: KubeletSurroundings): PodContainers {
  const { initContainers = [], containers = [], restartPolicy } = context.pod.spec ?? {};
  const podPolicy = restartPolicy === "Never" || restartPolicy === "OnFailure" ? restartPolicy : "Always";
  return {
    init: initContainers.map((spec) => {
      const sidecar = spec.restartPolicy === "Always";
      // An init container that has succeeded is done, even where the pod's policy is Always.
      const policy = sidecar ? "Always" : podPolicy === "Never" ? "Never" : "OnFailure";
      return { sidecar, container: createContainer(spec, policy, !sidecar, context, surroundings) };
    }),
    main: containers.map((spec) => createContainer(spec, podPolicy, false, context, surroundings)),
  };
}

function createContainer(
  spec: V1Container,
  restartPolicy: ProgramContainerOptions["restartPolicy"],
  completes: boolean,
  context: PodContext,
  surroundings: KubeletSurroundings,
): Container {
  const program = surroundings.programs.get(spec.image ?? "");
  if (program === undefined) return new FakeContainer(spec, completes, context.onChange);
  return new ProgramContainer(programOptions(spec, program, restartPolicy, context, surroundings));
}

function programOptions(
  container: V1Container,
  program: PodProgram,
  restartPolicy: ProgramContainerOptions["restartPolicy"],
  { pod, addresses, volumes, onChange }: PodContext,
  surroundings: KubeletSurroundings,
): ProgramContainerOptions {
  const { network, objects, guard } = surroundings;
  const { name: podName = "", namespace = "" } = pod.metadata ?? {};
  const { podIP } = addresses;
  const platform = {
    HOSTNAME: podName,
    KUBERNETES_SERVICE_HOST: "127.0.0.1",
    KUBERNETES_SERVICE_PORT: String(surroundings.apiServerPort),
    KUBERNETES_SERVICE_PORT_HTTPS: String(surroundings.apiServerPort),
  };
  const keyed = keyedObjects(namespace, surroundings);
  return {
    container,
    restartPolicy,
    onChange,
    terminationGraceSeconds: pod.spec?.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS,
    target: { podIP, ports: container.ports ?? [], resolve: (port) => network.resolve(podIP, port) },
    invocation: () =>
      containerInvocation(container, [program.command, ...program.args], platform, pod, addresses, keyed),
    start: (command, environment) =>
      startContainerProcess({
        command,
        environment,
        mounts: volumes.mountsOf(container),
        volumesDirectory: volumes.directory,
        logFile: containerLogFile(surroundings.logDirectory, namespace, podName, container.name),
        guard,
        onPort: (podPort, loopbackPort) => {
          network.connect(podIP, podPort, loopbackPort);
        },
      }),
    objectChange: (signal) => nextChange(signal, objects.onMountableChange),
    log: (message) => {
      surroundings.log(`${namespace}/${podName} ${container.name}: ${message}`);
    },
  };
}

function keyedObjects(namespace: string, { objects }: KubeletSurroundings): KeyedObjects {
  return {
    configMap: (name) => objects.configMap(namespace, name)?.data ?? (objects.configMap(namespace, name) && {}),
    secret: (name) => {
      const secret = objects.secret(namespace, name);
      if (secret === undefined) return undefined;
      const data = Object.entries(secret.data ?? {});
      return Object.fromEntries(data.map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
    },
  };
}

function nextChange(signal: AbortSignal, subscribe: (listener: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      unsubscribe();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const unsubscribe = subscribe(done);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}
