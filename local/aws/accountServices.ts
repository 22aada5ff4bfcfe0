import type { FargateProfile } from "../../injection/fargate/fargateProfile";
import type { AccountContext } from "./accountContext";
import type { AwsService } from "./apiAction";
import type { KubernetesEndpoint } from "./kubernetesEndpoint";
import { ec2Service } from "./services/ec2/ec2Service";
import { Network } from "./services/ec2/network";
import { ecrService } from "./services/ecrService";
import { Clusters } from "./services/eks/clusters";
import { eksService } from "./services/eks/eksService";
import { LogRouter } from "./services/eks/logRouter";
import { iamService } from "./services/iam/iamService";
import { Identities } from "./services/iam/identities";
import type { Images } from "./services/images";
import { Keys } from "./services/keys";
import { kmsService } from "./services/kmsService";
import { LogGroups } from "./services/logGroups";
import { logsService } from "./services/logsService";
import { stsService } from "./services/stsService";

export interface AccountSurroundings {
  images: Images;
  kubernetes: KubernetesEndpoint;
  onFargateProfiles: (profiles: readonly FargateProfile[]) => void;
}

export interface AccountServices {
  /** By the name that API calls have for them: "eks". */
  services: Readonly<Record<string, AwsService>>;
  logRouter: LogRouter;
}

/** The services of an empty account, which know of each other what they do in AWS. */
export function openServices(
  account: AccountContext,
  { images, kubernetes, onFargateProfiles }: AccountSurroundings,
): AccountServices {
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
    services: {
      ec2: ec2Service(account, network),
      iam: iamService(account, identities),
      kms: kmsService(account, keys),
      logs: logsService(account, logGroups),
      ecr: ecrService(account, images),
      eks: eksService({ account, clusters, network, identities, keys, logGroups, kubernetes, onProfilesChanged }),
      sts: stsService(account),
    },
    logRouter: new LogRouter(account, identities, logGroups),
  };
}
