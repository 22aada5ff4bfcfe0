import * as pulumi from "@pulumi/pulumi";
import { refuses } from "./clusterFindings";

/** A profile of the given selectors. */
function profile(...selectors: unknown[]): object {
  return { fargateProfiles: { web: { selectors } } };
}

const selectors = [{ namespace: "default" }];
refuses("Fargate profiles", {
  "the prefix of EKS's own": [
    { fargateProfiles: { "eks-web": { selectors } } },
    'fargateProfiles.eks-web: begins with "eks-", which EKS keeps for itself; choose another name',
  ],
  "the name of the system's profile": [
    { fargateProfiles: { system: { selectors } } },
    /^fargateProfiles\.system: is the name of the profile of CoreDNS and the injector/,
  ],
  "a name that is no label": [
    { fargateProfiles: { "web app": { selectors } } },
    /^fargateProfiles\.web app: cannot be the name of a profile, which is a label of its pods; use up to 63 letters/,
  ],
  "a name that is too long for a label": [
    { fargateProfiles: { ["w".repeat(64)]: { selectors } } },
    /: cannot be the name of a profile, which is a label of its pods; use up to 63 /,
  ],
  "a profile without selectors": [
    { fargateProfiles: { web: {} } },
    'fargateProfiles.web.selectors: is required: one to five selectors, such as {namespace: "default"}',
  ],
  "an empty list of selectors": [profile(), /^fargateProfiles\.web\.selectors: is empty; give one to five selectors/],
  "more selectors than EKS allows": [
    profile(...["a", "b", "c", "d", "e", "f"].map((namespace) => ({ namespace }))),
    "fargateProfiles.web.selectors: 6 selectors; a profile has up to five: make two profiles of it",
  ],
  "selectors that are known only later": [
    { fargateProfiles: { web: { selectors: pulumi.output([]) } } },
    "fargateProfiles.web.selectors: has to be known from the start: it decides where pods run",
  ],
  "a namespace in place of a selector": [
    profile("default"),
    'fargateProfiles.web.selectors[0]: the string "default" where an object with namespace, labels is expected',
  ],
  "a selector without a namespace": [
    profile({ labels: { app: "web" } }),
    /^fargateProfiles\.web\.selectors\[0\]\.namespace: is required: the namespace of the pods, such as "default"/,
  ],
  "a namespace with a capital": [
    profile({ namespace: "Shop" }),
    /\.namespace: the string "Shop" cannot match a namespace/,
  ],
  "a namespace that is longer than any": [
    profile({ namespace: `*${"n".repeat(64)}` }),
    /\.namespace: .* can never match: a namespace has up to 63 characters$/,
  ],
  "more labels than EKS allows": [
    profile({ namespace: "shop", labels: { a: "1", b: "2", c: "3", d: "4", e: "5", f: "6" } }),
    "fargateProfiles.web.selectors[0].labels: 6 labels; a selector has up to five",
  ],
  "a key that no label has": [
    profile({ namespace: "shop", labels: { "a/b/c": "1" } }),
    /\.labels\.a\/b\/c: the string "a\/b\/c" cannot match the key of a label$/,
  ],
  "a key that is longer than any": [
    profile({ namespace: "shop", labels: { ["k".repeat(64)]: "1" } }),
    /can never match: it is longer than the key of a label$/,
  ],
  "a key that a label may have, but is too long for EKS": [
    profile({ namespace: "shop", labels: { [`${"p".repeat(100)}.example.com/${"k".repeat(20)}`]: "1" } }),
    /is too long; EKS allows 127 characters, so shorten it with "\*"$/,
  ],
  "a value that no label has": [
    profile({ namespace: "shop", labels: { app: "web app" } }),
    'fargateProfiles.web.selectors[0].labels.app: the string "web app" cannot match the value of a label',
  ],
  "a value that is longer than any": [
    profile({ namespace: "shop", labels: { app: "v".repeat(64) } }),
    /can never match: the value of a label has up to 63 characters$/,
  ],
  "an empty value": [profile({ namespace: "shop", labels: { app: "" } }), /is an empty text, which EKS refuses/],
  "the same selector twice": [
    profile({ namespace: "shop", labels: { a: "1", b: "2" } }, { namespace: "shop", labels: { b: "2", a: "1" } }),
    "fargateProfiles.web.selectors[1]: is the same selector as selectors[0]; leave it out",
  ],
  "an empty list of subnets": [
    { fargateProfiles: { web: { selectors, subnetIds: [] } } },
    "fargateProfiles.web.subnetIds: no subnet; give one at least, or leave it out",
  ],
  "namespaces that are none": [{ namespaces: ["Shop"] }, /^namespaces\[0\]: the string "Shop" is not a DNS label/],
});
