// A stand-in for an AWS account, in the memory of this process: the services that a cluster for Fargate needs, at the
// level of their API calls, with the rules by which they refuse some. What they do not know here is an error.
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { FargateProfile } from "../../injection/fargateProfile";
import type { AccountContext } from "./accountContext";
import { accountRequestHandler } from "./accountServer";
import type { AwsObject, AwsService } from "./apiAction";
import { CallLog, type AwsCall } from "./callLog";
import { ec2Service } from "./services/ec2/ec2Service";
import { Network } from "./services/ec2/network";
import { Clusters } from "./services/eks/clusters";
import type { KubernetesEndpoint } from "./services/eks/eksContext";
import { eksService } from "./services/eks/eksService";
import { iamService } from "./services/iam/iamService";
import { Identities } from "./services/iam/identities";
import { Keys } from "./services/keys";
import { LogGroups } from "./services/logGroups";
import { logsService } from "./services/logsService";
import { stsService } from "./services/stsService";

export interface AwsAccountOptions {
  /** @default "eu-west-1" */
  region?: string;
  /** @default "111122223333", the number that AWS uses in examples */
  accountId?: string;
  /** What clusters turn out to be. By default they lead nowhere. */
  kubernetes?: KubernetesEndpoint;
  /** Text of a kubeconfig for that. By default it leads nowhere. */
  kubeconfig?: string;
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
  /** Every API call so far, by start. */
  readonly calls: readonly AwsCall[];
  /** Makes an API call, as a plugin would. @throws AwsError */
  call(service: string, action: string, parameters: object): object;
  /** Everything that exists, with what a service has made by itself. */
  list(): readonly AwsObject[];
  stop(): Promise<void>;
}

const NOWHERE: KubernetesEndpoint = { endpoint: "https://eks.invalid", certificateAuthority: "bm9uZQ==" };

/** Opens an empty account. Nothing of it outlives `stop`. */
export async function startAwsAccount(options: AwsAccountOptions = {}): Promise<AwsAccount> {
  const { region = "eu-west-1", accountId = "111122223333", kubernetes = NOWHERE, delayMs = 20 } = options;
  const timers = new Set<NodeJS.Timeout>();
  const context: AccountContext = {
    region,
    accountId,
    later(action) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        action();
      }, delayMs);
      timers.add(timer);
    },
  };
  const services = openServices(context, kubernetes, options.onFargateProfiles ?? (() => undefined));
  const log = new CallLog(services);
  const server = createServer(
    accountRequestHandler(log, { region, accountId, kubeconfig: options.kubeconfig ?? kubeconfigFor(kubernetes) }),
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = addressOf(server.address());

  return {
    region,
    accountId,
    environment: { AWS_REGION: region, STAND_IN_AWS_URL: `http://127.0.0.1:${port}` },
    calls: log.calls,
    call: (service, action, parameters) => log.call(service, action, parameters),
    list: () => Object.values(services).flatMap((service) => service.objects()),
    async stop() {
      for (const timer of timers) clearTimeout(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function openServices(
  account: AccountContext,
  kubernetes: KubernetesEndpoint,
  onFargateProfiles: (profiles: readonly FargateProfile[]) => void,
): Readonly<Record<string, AwsService>> {
  const network = new Network();
  const identities = new Identities();
  const logGroups = new LogGroups();
  const keys = new Keys();
  const clusters = new Clusters();
  const onProfilesChanged = (): void => {
    const profiles = [...clusters.byName.values()].flatMap(({ fargateProfiles }) => [...fargateProfiles.values()]);
    onFargateProfiles(
      profiles.filter(({ status }) => status === "ACTIVE").map(({ name, selectors }) => ({ name, selectors })),
    );
  };
  return {
    ec2: ec2Service(account, network),
    iam: iamService(account, identities),
    logs: logsService(account, logGroups),
    sts: stsService(account),
    eks: eksService({ account, clusters, network, identities, keys, logGroups, kubernetes, onProfilesChanged }),
  };
}

function kubeconfigFor({ endpoint, certificateAuthority }: KubernetesEndpoint): string {
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "stand-in", cluster: { server: endpoint, "certificate-authority-data": certificateAuthority } }],
    users: [{ name: "stand-in", user: {} }],
    contexts: [{ name: "stand-in", context: { cluster: "stand-in", user: "stand-in" } }],
    "current-context": "stand-in",
  });
}

function addressOf(address: string | AddressInfo | null): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("the server does not listen on a port");
  return address;
}
