// A stand-in for an AWS account, in the memory of this process: the services that a cluster for Fargate needs, at the
// level of their API calls, with the rules by which they refuse some. What they do not know here is an error.
import { once } from "node:events";
import { createServer } from "node:http";
import type { FargateProfile } from "../../injection/fargate/fargateProfile";
import type { AccountContext } from "./accountContext";
import { accountRequestHandler } from "./accountServer";
import { openServices } from "./accountServices";
import type { AwsObject } from "./apiAction";
import { CallLog, type AwsCall } from "./callLog";
import { KUBECONFIG_TO_NOWHERE, kubernetesEndpoint } from "./kubernetesEndpoint";
import type { LogRouter } from "./services/eks/logRouter";
import { imagesInMemory, imagesInRegistry } from "./services/images";

export interface AwsAccountOptions {
  /** @default "eu-west-1" */
  region?: string;
  /** @default "111122223333", the number that AWS uses in examples */
  accountId?: string;
  /** Text of a kubeconfig for the cluster that all clusters turn out to be. By default it leads nowhere. */
  kubeconfig?: string;
  /** Host and port of the registry that repositories are in. By default they are in none, and hold what `addImage` says. */
  imageRegistry?: string;
  /** Gets the active Fargate profiles of all clusters, whenever they change. */
  onFargateProfiles?: (profiles: readonly FargateProfile[]) => void;
  /**
   * How long things take to become active or to be deleted.
   * @default 20
   */
  delayMs?: number;
}

export interface AwsAccount {
  readonly region: string;
  readonly accountId: string;
  /** Environment variables that lead Pulumi's stand-in plugins here. */
  readonly environment: Readonly<Record<string, string>>;
  /** Every API call that has ended, in that order. */
  readonly calls: readonly AwsCall[];
  /** Makes an API call, as a plugin would. @throws AwsError */
  call(service: string, action: string, parameters: object): Promise<object>;
  /** Everything that exists, with what a service has made by itself. */
  list(): readonly AwsObject[];
  /** Puts an image into a repository that is in no registry. */
  addImage(repositoryName: string, tag: string): void;
  /** What Fargate's log router would do. */
  readonly logRouter: LogRouter;
  /** Resolves when nothing is being created, changed or deleted any more. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens an empty account. Nothing of it outlives `stop`. */
export async function startAwsAccount(options: AwsAccountOptions = {}): Promise<AwsAccount> {
  const {
    region = "eu-west-1",
    accountId = "111122223333",
    kubeconfig = KUBECONFIG_TO_NOWHERE,
    imageRegistry,
  } = options;
  const timers = new Timers(options.delayMs ?? 20);
  const context: AccountContext = {
    region,
    accountId,
    later: (action) => {
      timers.start(action);
    },
  };
  const tags = new Map<string, string[]>();
  const { services, logRouter } = openServices(context, {
    images:
      imageRegistry === undefined
        ? imagesInMemory(`${accountId}.dkr.ecr.${region}.amazonaws.com`, tags)
        : imagesInRegistry(imageRegistry),
    kubernetes: kubernetesEndpoint(kubeconfig),
    onFargateProfiles: options.onFargateProfiles ?? (() => undefined),
  });
  const log = new CallLog(services);
  const server = createServer(accountRequestHandler(log, { region, accountId, kubeconfig }));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the account's server listens on no port");

  return {
    region,
    accountId,
    environment: { AWS_REGION: region, STAND_IN_AWS_URL: `http://127.0.0.1:${address.port}` },
    calls: log.calls,
    call: (service, action, parameters) => log.call(service, action, parameters),
    list: () => Object.values(services).flatMap((service) => service.objects()),
    addImage(repositoryName, tag) {
      tags.set(repositoryName, [...(tags.get(repositoryName) ?? []), tag]);
    },
    logRouter,
    settled: () => timers.allDone(),
    async stop() {
      timers.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What services do in their own time. */
class Timers {
  private readonly running = new Set<NodeJS.Timeout>();
  private readonly waiting: (() => void)[] = [];

  constructor(private readonly delayMs: number) {}

  start(action: () => void): void {
    const timer = setTimeout(() => {
      this.running.delete(timer);
      action();
      if (this.running.size === 0) for (const resolve of this.waiting.splice(0)) resolve();
    }, this.delayMs);
    this.running.add(timer);
  }

  allDone(): Promise<void> {
    if (this.running.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  stop(): void {
    for (const timer of this.running) clearTimeout(timer);
  }
}
