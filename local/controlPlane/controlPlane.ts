import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CoreV1Api, Health, KubeConfig } from "@kubernetes/client-node";
import type { Command, KubernetesComponent } from "../binaries/kubernetes";
import { ComponentFailure, startComponent, type Component } from "./component";
import {
  apiServerArguments,
  controllerManagerArguments,
  egressSelectorConfiguration,
  etcdArguments,
  schedulerArguments,
} from "./componentArguments";
import { createCredentials, type Credentials } from "./credentials";
import { freePorts } from "./freePort";
import type { OrphanGuard } from "../orphanGuard";
import { schedulerConfiguration } from "./schedulerConfiguration";
import { eventually } from "../eventually";

export interface ControlPlaneOptions {
  commands: Record<KubernetesComponent, Command>;
  stateDirectory: string;
  /** Unix socket of the proxy through which the API server reaches pods. */
  egressSocket: string;
  guard: OrphanGuard;
}

/** etcd, the API server, the controllers and the scheduler, running and ready. */
export interface ControlPlane {
  /** Port of the API server on 127.0.0.1. */
  apiServerPort: number;
  credentials: Credentials;
  kubeConfig: KubeConfig;
  /** Runs one more component beside the control plane's own. */
  run(name: string, command: Command, componentArguments: readonly string[]): void;
  /** Resolves when a component has ended by itself. */
  failed: Promise<ComponentFailure>;
  stop(): Promise<void>;
}

/** A port that was free can be taken by the time that a component listens. More than once is bad luck, four times a fault. */
const START_ATTEMPTS = 4;

/** Starts a control plane on free ports of the loopback interface. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options, join(options.stateDirectory, `control-plane-${attempt}`));
    } catch (error) {
      if (!(error instanceof ComponentFailure && error.portTaken && attempt < START_ATTEMPTS)) throw error;
    }
  }
}

async function startOnce(options: ControlPlaneOptions, directory: string): Promise<ControlPlane> {
  mkdirSync(directory);
  const [apiServer = 0, etcd = 0, etcdPeer = 0] = await freePorts(3);
  const credentials = await createCredentials(join(directory, "pki"), `https://127.0.0.1:${apiServer}`);
  const egressFile = join(directory, "egress.json");
  writeFileSync(egressFile, egressSelectorConfiguration(options.egressSocket));
  const schedulerFile = join(directory, "scheduler.json");
  writeFileSync(schedulerFile, schedulerConfiguration(credentials.file("scheduler.kubeconfig")));

  const controlPlane = controlPlaneOf(options, credentials, apiServer);
  const run = (name: KubernetesComponent, componentArguments: readonly string[]) => {
    controlPlane.run(name, options.commands[name], componentArguments);
  };
  try {
    run("etcd", etcdArguments(join(directory, "etcd"), etcd, etcdPeer));
    run("kube-apiserver", apiServerArguments(credentials, { apiServer, etcd }, egressFile));
    await apiServerReady(controlPlane);
    run("kube-controller-manager", controllerManagerArguments(credentials));
    run("kube-scheduler", schedulerArguments(schedulerFile));
    await defaultServiceAccount(controlPlane);
    return controlPlane;
  } catch (error) {
    await controlPlane.stop();
    throw error;
  }
}

function controlPlaneOf(options: ControlPlaneOptions, credentials: Credentials, apiServerPort: number): ControlPlane {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromString(credentials.adminKubeconfig);
  const logDirectory = join(options.stateDirectory, "logs");
  mkdirSync(logDirectory, { recursive: true });
  const components: Component[] = [];
  let reportFailure: (failure: ComponentFailure) => void = () => undefined;
  const failed = new Promise<ComponentFailure>((resolve) => {
    reportFailure = resolve;
  });
  return {
    apiServerPort,
    credentials,
    kubeConfig,
    failed,
    run(name, command, componentArguments) {
      const component = startComponent(name, command, componentArguments, { logDirectory, guard: options.guard });
      components.push(component);
      void component.failed.then((failure) => {
        reportFailure(failure);
      });
    },
    async stop() {
      await Promise.all(components.map((component) => component.stop()));
    },
  };
}

function apiServerReady({ kubeConfig, failed }: ControlPlane): Promise<void> {
  const health = new Health(kubeConfig);
  return eventually({ what: "the API server to be ready", unless: failed, condition: () => health.readyz({}) });
}

/** No pod is admitted before the controllers have made its namespace's service account. */
function defaultServiceAccount({ kubeConfig, failed }: ControlPlane): Promise<void> {
  const core = kubeConfig.makeApiClient(CoreV1Api);
  const readDefault = () => core.readNamespacedServiceAccount({ namespace: "default", name: "default" });
  return eventually({
    what: "the default service account",
    unless: failed,
    condition: async () => (await readDefault()).metadata !== undefined,
  });
}
