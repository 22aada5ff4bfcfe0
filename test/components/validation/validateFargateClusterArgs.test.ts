import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, it } from "mocha";
import type { FargateClusterArgs } from "../../../components/cluster/fargateClusterArgs";
import { validateFargateClusterArgs } from "../../../components/validation/validateFargateClusterArgs";
import { formatProblem } from "../../../injection/problem";
import { CIDR, findings, only, problemsOf, refuses, SUBNETS, TODAY, warningsOf } from "./clusterFindings";

const ROLE = "arn:aws:iam::123456789012:role/platform/Administrator";
const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";

async function useStack(name: string): Promise<void> {
  await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "project", name);
}

describe("validateFargateClusterArgs", () => {
  it("finds nothing wrong with nothing but the ranges of the public endpoint", () => {
    assert.deepEqual(findings({}), { problems: [], warnings: [] });
  });

  it("finds nothing wrong with everything given", () => {
    const args = {
      clusterName: "Shop_1",
      version: "1.36",
      network: {
        cidrBlock: "10.1.0.0/20",
        zoneCount: 3,
        availabilityZones: ["eu-west-1a", "eu-west-1b", "eu-west-1c"],
        natGatewayPerZone: true,
        privateSubnetCidrBlocks: ["10.1.0.0/22", "10.1.4.0/22", "10.1.8.0/22"],
        publicSubnetCidrBlocks: ["10.1.12.0/26", "10.1.12.64/26", "10.1.12.128/26"],
      },
      serviceCidrBlock: "172.20.0.0/16",
      endpointPublicAccess: true,
      publicAccessCidrs: [CIDR, "1.0.0.0/24"],
      administrators: { platform: ROLE, anna: "arn:aws-cn:iam::123456789012:user/anna" },
      clusterLogTypes: ["api", "audit", "authenticator", "controllerManager", "scheduler"],
      clusterLogRetentionDays: 365,
      secretsEncryption: { deletionWindowInDays: 7 },
      deletionProtection: true,
      fargateProfiles: {
        default: { selectors: [{ namespace: "default" }] },
        Teams_1: {
          selectors: [{ namespace: "team-*", labels: { "example.com/*": "v?", tier: "*" } }, { namespace: "team-*" }],
          subnetIds: SUBNETS,
          tags: { team: "all of them" },
        },
      },
      namespaces: ["default", "team-a", "kube-system", "fargate-sidecar-injector"],
      logging: { retentionDays: 14, filters: "[FILTER]\n", parsers: "[PARSER]\n" },
      coreDnsVersion: "v1.12.4-eksbuild.1",
      kubeconfigCredentials: { profileName: "shop", roleArn: ROLE },
      tags: { "cost-centre": "", Name: "shop / staging" },
    };
    assert.deepEqual(findings(args), { problems: [], warnings: [] });
  });

  it("finds nothing wrong with a VPC of the user's own, nor with a private endpoint", () => {
    const args = { vpcId: "vpc-01234567", privateSubnetIds: SUBNETS, endpointPublicAccess: false };
    assert.deepEqual(problemsOf({ ...args, publicAccessCidrs: undefined }), []);
    assert.deepEqual(problemsOf({ secretsEncryption: { keyArn: KEY } }), []);
  });

  it("waits for values that are not there yet", () => {
    const later = pulumi.output("");
    const args = {
      clusterName: later,
      version: later,
      vpcId: later,
      privateSubnetIds: later,
      publicAccessCidrs: [later],
      administrators: { one: later, another: later },
      clusterLogTypes: later,
      clusterLogRetentionDays: later,
      secretsEncryption: { deletionWindowInDays: later },
      deletionProtection: later,
      fargateProfiles: {
        default: { selectors: [{ namespace: "default" }], subnetIds: [later], tags: { a: later } },
      },
      logging: { retentionDays: later, filters: later, parsers: later },
      coreDnsVersion: later,
      kubeconfigCredentials: { roleArn: later, profileName: later },
      tags: later,
    };
    assert.deepEqual(findings(args), { problems: [], warnings: [] });
    assert.deepEqual(findings({ publicAccessCidrs: Promise.resolve([]) }), { problems: [], warnings: [] });
  });

  refuses("arguments", {
    "one that does not exist, with the one that was meant": [
      { namespace: ["shop"] },
      'namespace: unknown field, did you mean "namespaces"?',
    ],
    "a field of an object that does not exist": [
      { network: { zones: 2 } },
      /^network\.zones: unknown field; known are availabilityZones, cidrBlock, /,
    ],
    "an object that is known only later": [
      { fargateProfiles: pulumi.output({}) },
      "fargateProfiles: has to be known from the start; put the outputs inside",
    ],
    "a text in place of an object": [{ tags: "a=b" }, 'tags: the string "a=b" where an object is expected'],
    "a text in place of a list": [{ publicAccessCidrs: CIDR }, /^publicAccessCidrs: .* where a list is expected$/],
    "a text in place of true": [
      { deletionProtection: "true" },
      'deletionProtection: the string "true" is neither true nor false',
    ],
  });

  it("refuses no arguments at all", () => {
    const none: unknown = undefined;
    const { problems } = validateFargateClusterArgs("cluster", none as FargateClusterArgs, TODAY);
    assert.match(only(problems.map(formatProblem)), /where an object with clusterName, version, .* is expected$/);
  });

  describe("names", () => {
    // The name of the stack is a global of Pulumi's.
    afterEach(() => useStack("stack"));

    it("of the component that leave no room for those of its roles are refused", () => {
      assert.deepEqual(problemsOf({}, "a".repeat(39)), []);
      assert.match(
        only(problemsOf({}, "a".repeat(40))),
        /^name: .* cannot begin the names of AWS resources; use up to 39 letters, digits, "-" and "_"$/,
      );
      assert.match(only(problemsOf({}, "my.cluster")), /^name: /);
    });

    it("of the stack that do not fit into the cluster's default name are found there", async () => {
      await useStack("a.b");
      assert.match(
        only(problemsOf({})),
        /^clusterName: is not given, and by default the string "cluster-a\.b" is not a name for an EKS cluster; /,
      );
      assert.deepEqual(problemsOf({ clusterName: "a-b" }), []);
    });
  });

  refuses("clusterName", {
    "characters that EKS does not allow": [
      { clusterName: "my.cluster" },
      'clusterName: the string "my.cluster" is not a name for an EKS cluster; ' +
        'use up to 100 letters, digits, "-" and "_", with a letter or a digit first',
    ],
    "more than 100 characters": [{ clusterName: "a".repeat(101) }, /^clusterName: .* use up to 100 /],
  });

  refuses("version", {
    "the form that Kubernetes gives its tags": [
      { version: "v1.35" },
      'version: the string "v1.35" is not a minor version of Kubernetes; give the text "1.35"',
    ],
    "a patch version": [{ version: "1.35.2" }, /^version: .*; give the text "1\.35"$/],
    "a number, because 1.40 would be 1.4": [
      { version: 1.35 },
      'version: the number 1.35 is not a minor version of Kubernetes; give the text "1.35"',
    ],
    "one that EKS does not offer any more": [
      { version: "1.30" },
      'version: "1.30" is not offered by EKS any more; give a version from "1.31" on',
    ],
  });

  describe("version", () => {
    it("past its standard support draws a warning with the date", () => {
      assert.match(
        only(warningsOf({ version: "1.33" })),
        /^version: the standard support of "1\.33" ended on 2026-07-29: .* EKS upgrades it after 2027-07-29$/,
      );
      assert.deepEqual(warningsOf({ version: "1.34" }), []);
    });

    it("draws the warnings of the day on which it is used", () => {
      const warnings = (today: string): string[] =>
        validateFargateClusterArgs("cluster", { version: "1.31", publicAccessCidrs: [CIDR] }, new Date(today)).warnings;
      assert.deepEqual(warnings("2025-11-26T23:00:00Z"), []);
      assert.match(only(warnings("2025-11-27T00:00:00Z")), /the standard support of "1\.31" ended/);
      assert.match(only(warnings("2026-11-27T00:00:00Z")), /EKS makes no new clusters of it/);
    });

    it("that is newer than this package is taken with a warning", () => {
      assert.match(only(warningsOf({ version: "1.37" })), /^version: "1\.37" is newer than this package/);
    });
  });

  refuses("administrators", {
    "a session of a role, with the role that is meant": [
      { administrators: { anna: "arn:aws:sts::123456789012:assumed-role/Administrator/anna" } },
      'administrators.anna: "arn:aws:sts::123456789012:assumed-role/Administrator/anna" is a session that will end; ' +
        'give its role, "arn:aws:iam::123456789012:role/Administrator", with the path if it has one',
    ],
    "the account's root": [
      { administrators: { all: "arn:aws:iam::123456789012:root" } },
      /^administrators\.all: .* is the whole account, .*; give a role or a user$/,
    ],
    "a group": [
      { administrators: { team: "arn:aws:iam::123456789012:group/team" } },
      /^administrators\.team: .* is not an IAM role or user; give an ARN such as "arn:aws:iam::/,
    ],
    "a role's name": [{ administrators: { team: "Administrator" } }, /is not an IAM role or user/],
    "an ARN that is no text": [{ administrators: { team: [ROLE] } }, /^administrators\.team: a list is not an ARN/],
    "two names for one principal": [
      { administrators: { one: ROLE, another: ROLE } },
      `administrators.another: "${ROLE}" is named already by administrators.one; leave one of them out`,
    ],
    "a name with other characters": [
      { administrators: { "anna/admin": ROLE } },
      /^administrators\.anna\/admin: .* cannot be a name here; use up to 63 letters/,
    ],
  });

  refuses("logs, keys and versions", {
    "a log that the control plane does not have": [
      { clusterLogTypes: ["api", "schedular"] },
      'clusterLogTypes[1]: the string "schedular" is not a log of the control plane; did you mean "scheduler"?',
    ],
    "a retention that CloudWatch does not have": [
      { clusterLogRetentionDays: 31 },
      /^clusterLogRetentionDays: the number 31 is not a retention of CloudWatch Logs; give one of 1, 3, 5, .*, 3653$/,
    ],
    "such a retention of the log router": [
      { logging: { retentionDays: "30" } },
      /^logging\.retentionDays: the string "30"/,
    ],
    "filters that are no text": [
      { logging: { filters: ["[FILTER]"] } },
      "logging.filters: a list where sections of Fluent Bit, as text, are expected",
    ],
    "a key by its alias": [
      { secretsEncryption: { keyArn: "arn:aws:kms:eu-west-1:123456789012:alias/shop" } },
      /^secretsEncryption\.keyArn: .* is an alias; give the ARN of its key$/,
    ],
    "a key by its identifier": [
      { secretsEncryption: { keyArn: "1234abcd-12ab-34cd-56ef-1234567890ab" } },
      /^secretsEncryption\.keyArn: .* is not the ARN of a KMS key/,
    ],
    "a window that KMS does not have": [
      { secretsEncryption: { deletionWindowInDays: 31 } },
      "secretsEncryption.deletionWindowInDays: the number 31 is not a number of days that KMS waits; " +
        "give a whole number from 7 to 30",
    ],
    "a window for a key of one's own": [
      { secretsEncryption: { keyArn: KEY, deletionWindowInDays: 7 } },
      "secretsEncryption.deletionWindowInDays: cannot be given together with keyArn: your key is never deleted",
    ],
    "a version of CoreDNS that is not the add-on's": [
      { coreDnsVersion: "1.12.4" },
      /^coreDnsVersion: .* is not a version of an EKS add-on; give one such as "v1\.12\.4-eksbuild\.1"$/,
    ],
    "a user as the role of the kubeconfig": [
      { kubeconfigCredentials: { roleArn: "arn:aws:iam::123456789012:user/anna" } },
      /^kubeconfigCredentials\.roleArn: .* is not an IAM role/,
    ],
    "an empty profile of the AWS CLI": [
      { kubeconfigCredentials: { profileName: "" } },
      /^kubeconfigCredentials\.profileName: /,
    ],
  });

  refuses("tags", {
    "a key of AWS's own": [
      { tags: { "aws:team": "shop" } },
      'tags.aws:team: begins with "aws:", which AWS keeps for itself; choose another key',
    ],
    "a key that is too long": [{ tags: { ["k".repeat(129)]: "" } }, /: is a key of 129 characters; use up to 128$/],
    "a value that is too long": [
      { tags: { a: "v".repeat(257) } },
      "tags.a: is a value of 257 characters; use up to 256",
    ],
    "a value that is no text": [{ tags: { a: 1 } }, 'tags.a: the number 1 where a text is expected; give "1"'],
    "characters that IAM does not take": [
      { tags: { a: "b;c" } },
      /^tags\.a: the string "b;c" is no value of a tag; use /,
    ],
    "more of them than AWS allows beside the package's own": [
      { tags: Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`tag-${index}`, ""])) },
      "tags: 48 tags; give up to 47, because AWS allows 50 and some are set here",
    ],
    "such a key of a profile": [
      { fargateProfiles: { default: { selectors: [{ namespace: "default" }], tags: { "aws:a": "" } } } },
      /^fargateProfiles\.default\.tags\.aws:a: begins with "aws:"/,
    ],
  });
});
