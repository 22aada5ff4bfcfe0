import { parse } from "yaml";

/**
 * The kubeconfig for the clusters of the stand-in AWS account: for the local cluster, or one that leads nowhere.
 * @throws Error where there is no such account.
 */
export async function standInKubeconfig(): Promise<unknown> {
  const url = process.env.STAND_IN_AWS_URL;
  if (url === undefined) throw new Error("STAND_IN_AWS_URL does not say where the stand-in AWS account is");
  const response = await fetch(new URL("/account", url));
  const account: unknown = await response.json();
  if (typeof account !== "object" || account === null || !("kubeconfig" in account))
    throw new Error(`the stand-in AWS account gives no kubeconfig: ${response.status} ${JSON.stringify(account)}`);
  return parse(String(account.kubeconfig));
}
