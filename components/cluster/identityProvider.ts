import * as aws from "@pulumi/aws";
import type * as eks from "@pulumi/eks";
import * as pulumi from "@pulumi/pulumi";

/** What lets AWS believe the tokens of the cluster's service accounts. */
export interface IdentityProvider {
  provider: aws.iam.OpenIdConnectProvider;
  /** The issuer of the tokens, without `https://`: how conditions of roles name it. */
  issuer: pulumi.Output<string>;
}

/**
 * Makes the OIDC provider of a cluster. Made here and not by the cluster's component, whose own one has no tags, and asks
 * the issuer for its certificate at every preview; AWS has verified EKS's issuers by itself since 2023.
 */
export function createIdentityProvider(
  name: string,
  cluster: eks.Cluster,
  tags: pulumi.Output<Record<string, string>>,
  parent: pulumi.Resource,
): IdentityProvider {
  const url = cluster.eksCluster.identities.apply((identities) => {
    const issuer = identities[0]?.oidcs[0]?.issuer;
    if (issuer === undefined)
      throw new pulumi.ResourceError("EKS names no issuer for the tokens of the cluster", parent);
    return issuer;
  });
  const provider = new aws.iam.OpenIdConnectProvider(
    `${name}-oidc-provider`,
    { url, clientIdLists: ["sts.amazonaws.com"], tags },
    { parent },
  );
  return { provider, issuer: url.apply((issuer) => issuer.replace(/^https:\/\//, "")) };
}
