interface Kubeconfig {
  users: { name: string; user: { exec?: { env?: { name: string; value: string }[] } } }[];
}

/**
 * A kubeconfig in JSON whose users log in with that profile of the AWS CLI. The one that the cluster's component gives
 * names the role to assume, but never the profile.
 */
export function withAwsProfile(kubeconfig: string, profileName: string | undefined): string {
  if (profileName === undefined) return kubeconfig;
  const parsed = JSON.parse(kubeconfig) as Kubeconfig;
  for (const { user } of parsed.users) {
    if (user.exec !== undefined)
      user.exec.env = [...(user.exec.env ?? []), { name: "AWS_PROFILE", value: profileName }];
  }
  return JSON.stringify(parsed);
}
