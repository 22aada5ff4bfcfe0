import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  createCluster,
  createNetwork,
  createRole,
  profileParameters,
  refuses,
  trust,
  withAccount,
  type Call,
  type SampleCluster,
} from "./accountInUse";

const create = (call: Call, sample: SampleCluster, changes: object = {}) =>
  call("eks", "CreateFargateProfile", { ...profileParameters(sample), ...changes });

const refusesProfile = (changes: object, message: RegExp): Promise<void> =>
  withAccount(async (inUse) => {
    const sample = await createCluster(inUse);
    await refuses(create(inUse.call, sample, changes), "InvalidParameterException", message);
  });

describe("the stand-in for EKS's Fargate profiles", () => {
  it("creates and deletes one profile of a cluster at a time", () =>
    withAccount(async (inUse) => {
      const { account, call } = inUse;
      const sample = await createCluster(inUse);
      const remove = (fargateProfileName: string) =>
        call("eks", "DeleteFargateProfile", { clusterName: "sample", fargateProfileName });
      await create(call, sample, { fargateProfileName: "one" });
      const second = create(call, sample, { fargateProfileName: "two" });
      await refuses(second, "ResourceInUseException", /Cannot create .* two .* profile one in status CREATING/);
      await account.settled();
      await create(call, sample, { fargateProfileName: "two" });
      await refuses(remove("one"), "ResourceInUseException", /Cannot delete .* profile two in status CREATING/);
      await account.settled();
      await remove("one");
      await refuses(remove("two"), "ResourceInUseException", /profile one in status DELETING/);
      const third = create(call, sample, { fargateProfileName: "three" });
      await refuses(third, "ResourceInUseException", /profile one in status DELETING/);
    }));

  it("refuses a name twice", () =>
    withAccount(async (inUse) => {
      const sample = await createCluster(inUse);
      await create(inUse.call, sample);
      await inUse.account.settled();
      await refuses(create(inUse.call, sample), "ResourceInUseException", /already exists with this name/);
    }));

  it("refuses names that are reserved, or that no label can have", async () => {
    await refusesProfile({ fargateProfileName: "eks-system" }, /prefix eks- is reserved/);
    await refusesProfile({ fargateProfileName: "a".repeat(64) }, /up to 63/);
  });

  it("refuses none and more than five selectors, one without namespace, and more than five labels", async () => {
    await refusesProfile({ selectors: [] }, /1 to 5 selectors, not 0/);
    const six = Array.from({ length: 6 }, (_, index) => ({ namespace: `n${index}` }));
    await refusesProfile({ selectors: six }, /1 to 5 selectors, not 6/);
    await refusesProfile({ selectors: [{ labels: { a: "b" } }] }, /no namespace/);
    const labels = Object.fromEntries(six.map(({ namespace }) => [namespace, "x"]));
    await refusesProfile({ selectors: [{ namespace: "default", labels }] }, /more than 5 labels/);
  });

  it("refuses subnets that are public, of another VPC, or do not exist", () =>
    withAccount(async (inUse) => {
      const { call } = inUse;
      const sample = await createCluster(inUse);
      const other = await createNetwork(call, "10.1");
      const refused = (subnets: string[], message: RegExp) =>
        refuses(create(call, sample, { subnets }), "InvalidParameterException", message);
      await refused([sample.publicSubnetId], /is not a private subnet/);
      await refused(other.privateSubnetIds, /does not belong to the cluster's VPC/);
      await refused(["subnet-0"], /does not exist/);
      await refused([], /No subnets/);
    }));

  it("refuses pod execution roles with a path, of other services, or that do not exist", () =>
    withAccount(async (inUse) => {
      const { call } = inUse;
      const sample = await createCluster(inUse);
      const refused = (podExecutionRoleArn: string, message: RegExp) =>
        refuses(create(call, sample, { podExecutionRoleArn }), "InvalidParameterException", message);
      await refused(sample.clusterRoleArn, /add the eks-fargate-pods\.amazonaws\.com Service Principal/);
      await refused("arn:aws:iam::111122223333:role/none", /does not exist/);
      const withPath = await call("iam", "CreateRole", {
        RoleName: "deep",
        Path: "/platform/",
        AssumeRolePolicyDocument: trust("eks-fargate-pods.amazonaws.com"),
      });
      await refused(withPath.at("Role").at("Arn").text, /must not have a path/);
    }));

  it("takes a trust policy with a condition only for the profiles that it names", () =>
    withAccount(async (inUse) => {
      const { call } = inUse;
      const sample = await createCluster(inUse);
      const role = (name: string, cluster: string): Promise<string> => {
        const condition = { "aws:SourceArn": `arn:aws:eks:eu-west-1:111122223333:fargateprofile/${cluster}/*` };
        return createRole(call, name, trust("eks-fargate-pods.amazonaws.com", { ArnLike: condition }));
      };
      const others = await role("others", "another");
      const refused = create(call, sample, { podExecutionRoleArn: others });
      await refuses(refused, "InvalidParameterException", /Misconfigured PodExecutionRole Trust Policy/);
      await create(call, sample, { podExecutionRoleArn: await role("own", "sample") });
    }));

  it("makes an access entry for the pods' role by itself", () =>
    withAccount(async (inUse) => {
      const sample = await createCluster(inUse);
      await create(inUse.call, sample);
      const key = { clusterName: "sample", principalArn: sample.podRoleArn };
      const entry = await inUse.call("eks", "DescribeAccessEntry", key);
      assert.equal(entry.at("accessEntry").at("type").text, "FARGATE_LINUX");
    }));

  it("tells which profiles are active", async () => {
    const told: string[][] = [];
    await withAccount(
      async (inUse) => {
        const { account, call } = inUse;
        const sample = await createCluster(inUse);
        await create(call, sample);
        assert.deepEqual(told, []);
        await account.settled();
        await call("eks", "DeleteFargateProfile", { clusterName: "sample", fargateProfileName: "system" });
      },
      { onFargateProfiles: (profiles) => told.push(profiles.map(({ name }) => name)) },
    );
    assert.deepEqual(told, [["system"], []]);
  });
});

describe("the stand-in for EKS's CoreDNS add-on", () => {
  const addon = { clusterName: "sample", addonName: "coredns" };
  const configurationValues = JSON.stringify({ computeType: "Fargate" });
  const status = async (call: Call): Promise<string> =>
    (await call("eks", "DescribeAddon", addon)).at("addon").at("status").text;

  it("becomes active only with an active profile for kube-system", () =>
    withAccount(async (inUse) => {
      const { account, call } = inUse;
      const sample = await createCluster(inUse);
      await create(call, sample, { selectors: [{ namespace: "default" }] });
      await account.settled();
      await call("eks", "CreateAddon", { ...addon, configurationValues });
      await account.settled();
      assert.equal(await status(call), "DEGRADED");
      await create(call, sample, { fargateProfileName: "late" });
      await account.settled();
      assert.equal(await status(call), "DEGRADED", "pods from before the profile stay where they are");
      await call("eks", "DeleteAddon", addon);
      await account.settled();
      await call("eks", "CreateAddon", { ...addon, configurationValues });
      await account.settled();
      assert.equal(await status(call), "ACTIVE");
    }));

  it("becomes active only with a profile that has its labels, and where it is for Fargate", () =>
    withAccount(async (inUse) => {
      const { account, call } = inUse;
      const sample = await createCluster(inUse);
      await create(call, sample, { selectors: [{ namespace: "kube-*", labels: { "k8s-app": "kube-dns" } }] });
      await account.settled();
      await call("eks", "CreateAddon", addon);
      await account.settled();
      assert.equal(await status(call), "DEGRADED");
      await call("eks", "UpdateAddon", { ...addon, configurationValues });
      await account.settled();
      assert.equal(await status(call), "ACTIVE");
    }));

  it("refuses other add-ons, other versions, a second one, and settings that are no JSON", () =>
    withAccount(async (inUse) => {
      const { call } = inUse;
      await createCluster(inUse);
      const refused = (changes: object, message: RegExp) =>
        refuses(call("eks", "CreateAddon", { ...addon, ...changes }), "InvalidParameterException", message);
      await refused({ addonName: "vpc-cni" }, /vpc-cni specified is not supported/);
      await refused({ addonVersion: "v9.9.9-eksbuild.1" }, /version specified is not supported: v9\.9\.9/);
      await refused({ configurationValues: "{" }, /not in valid JSON/);
      await call("eks", "CreateAddon", addon);
      await refuses(call("eks", "CreateAddon", addon), "ResourceInUseException", /already exists/);
    }));
});

describe("the stand-in for EKS's access entries", () => {
  const principalArn = "arn:aws:iam::444455556666:role/operators";

  it("refuses a second entry of a principal, and principals that are none", () =>
    withAccount(async (inUse) => {
      const { call } = inUse;
      await createCluster(inUse);
      const entry = (arn: string) => call("eks", "CreateAccessEntry", { clusterName: "sample", principalArn: arn });
      await entry(principalArn);
      await refuses(entry(principalArn), "ResourceInUseException", /already in use/);
      const session = "arn:aws:sts::444455556666:assumed-role/operators/me";
      await refuses(entry(session), "InvalidParameterException", /format is not valid/);
      const missing = "arn:aws:iam::111122223333:role/missing";
      await refuses(entry(missing), "InvalidParameterException", /invalid principal/);
    }));

  it("refuses entries for a cluster that reads the aws-auth ConfigMap", () =>
    withAccount(async (inUse) => {
      await createCluster(inUse, { accessConfig: { authenticationMode: "CONFIG_MAP" } });
      const create = inUse.call("eks", "CreateAccessEntry", { clusterName: "sample", principalArn });
      await refuses(create, "InvalidRequestException", /authentication mode/);
    }));

  it("refuses policies for principals without entry, and namespaces for the whole cluster", () =>
    withAccount(async (inUse) => {
      const { call } = inUse;
      await createCluster(inUse);
      const associate = (accessScope: object) =>
        call("eks", "AssociateAccessPolicy", {
          clusterName: "sample",
          principalArn,
          policyArn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
          accessScope,
        });
      await refuses(associate({ type: "cluster" }), "ResourceNotFoundException", /principalArn could not be found/);
      await call("eks", "CreateAccessEntry", { clusterName: "sample", principalArn });
      const mixed = associate({ type: "cluster", namespaces: ["shop"] });
      await refuses(mixed, "InvalidParameterException", /namespace/i);
      await associate({ type: "cluster" });
    }));
});
