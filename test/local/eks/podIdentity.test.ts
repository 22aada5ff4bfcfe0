import assert from "node:assert/strict";
import type { JsonObject } from "../../../injection/json";
import { podIdentityOf, podIdentityPatch, type PodIdentity } from "../../../local/eks/podIdentity";

const ROLE = "arn:aws:iam::111122223333:role/shop";
const IDENTITY: PodIdentity = {
  roleArn: ROLE,
  audience: "sts.amazonaws.com",
  tokenExpirationSeconds: 86_400,
  regionalEndpoints: true,
};
const VARIABLES = [
  { name: "AWS_STS_REGIONAL_ENDPOINTS", value: "regional" },
  { name: "AWS_DEFAULT_REGION", value: "us-east-1" },
  { name: "AWS_REGION", value: "us-east-1" },
  { name: "AWS_ROLE_ARN", value: ROLE },
  { name: "AWS_WEB_IDENTITY_TOKEN_FILE", value: "/var/run/secrets/eks.amazonaws.com/serviceaccount/token" },
];
const MOUNT = {
  name: "aws-iam-token",
  readOnly: true,
  mountPath: "/var/run/secrets/eks.amazonaws.com/serviceaccount",
};
const tokenVolume = (expirationSeconds = 86_400) => ({
  name: "aws-iam-token",
  projected: {
    sources: [{ serviceAccountToken: { audience: "sts.amazonaws.com", expirationSeconds, path: "token" } }],
  },
});
const patchOf = (spec: JsonObject, annotations: JsonObject = {}, identity = IDENTITY) =>
  podIdentityPatch({ metadata: { annotations }, spec }, identity, "us-east-1");

describe("the identity of a service account", () => {
  it("is none without a role, whatever else it is annotated with", () => {
    assert.equal(podIdentityOf(), undefined);
    assert.equal(podIdentityOf({ "eks.amazonaws.com/audience": "a", "eks.amazonaws.com/role-arn": "" }), undefined);
  });

  it("has EKS's defaults beside the role", () => {
    assert.deepEqual(podIdentityOf({ "eks.amazonaws.com/role-arn": ROLE }), IDENTITY);
  });

  it("follows the other annotations, but for a token of less than an hour", () => {
    const annotations = {
      "eks.amazonaws.com/role-arn": ROLE,
      "eks.amazonaws.com/audience": "own",
      "eks.amazonaws.com/sts-regional-endpoints": "false",
    };
    const wanted = { roleArn: ROLE, audience: "own", regionalEndpoints: false };
    for (const [expiration, tokenExpirationSeconds] of [
      ["7200", 7200],
      ["60", 3600],
      ["soon", 86_400],
    ] as const)
      assert.deepEqual(podIdentityOf({ ...annotations, "eks.amazonaws.com/token-expiration": expiration }), {
        ...wanted,
        tokenExpirationSeconds,
      });
  });
});

describe("the stand-in for pod-identity-webhook", () => {
  it("gives all containers and init containers the variables and the token", () => {
    const spec = {
      initContainers: [{ name: "native", restartPolicy: "Always" }],
      containers: [
        { name: "app", env: [{ name: "A", value: "b" }], volumeMounts: [{ name: "own", mountPath: "/own" }] },
      ],
    };
    assert.deepEqual(patchOf(spec), [
      { op: "add", path: "/spec/volumes", value: [tokenVolume()] },
      {
        op: "add",
        path: "/spec/initContainers",
        value: [{ name: "native", restartPolicy: "Always", env: VARIABLES, volumeMounts: [MOUNT] }],
      },
      {
        op: "add",
        path: "/spec/containers",
        value: [
          {
            name: "app",
            env: [{ name: "A", value: "b" }, ...VARIABLES],
            volumeMounts: [{ name: "own", mountPath: "/own" }, MOUNT],
          },
        ],
      },
    ]);
  });

  it("puts the token's volume before those of the pod", () => {
    const [volume] = patchOf({ volumes: [{ name: "own" }], containers: [] });
    assert.deepEqual(volume, { op: "add", path: "/spec/volumes/0", value: tokenVolume() });
  });

  it("changes nothing of a pod that has everything", () => {
    const containers = [{ name: "app", env: VARIABLES, volumeMounts: [MOUNT] }];
    assert.deepEqual(patchOf({ volumes: [tokenVolume()], containers }), []);
    const legacy = { ...IDENTITY, regionalEndpoints: false };
    assert.deepEqual(patchOf({ volumes: [tokenVolume()], containers }, {}, legacy), []);
  });

  it("gives a container that came later what it lacks, and leaves the first one as it is", () => {
    const first = { name: "app", env: VARIABLES, volumeMounts: [MOUNT] };
    assert.deepEqual(patchOf({ volumes: [tokenVolume()], containers: [first, { name: "late" }] }), [
      {
        op: "add",
        path: "/spec/containers",
        value: [first, { name: "late", env: VARIABLES, volumeMounts: [MOUNT] }],
      },
    ]);
  });

  it("keeps variables that a container brings, and adds none beside them that say the same", () => {
    const env = [
      { name: "AWS_REGION", value: "eu-west-1" },
      { name: "AWS_ROLE_ARN", value: "own" },
    ];
    const containers = patchOf({ containers: [{ name: "app", env }] }).find(({ path }) => path === "/spec/containers");
    assert.deepEqual(containers?.value, [{ name: "app", env: [...env, VARIABLES[0]], volumeMounts: [MOUNT] }]);
  });

  it("passes over containers that an annotation of the pod names", () => {
    const spec = { initContainers: [{ name: "setup" }], containers: [{ name: "app" }, { name: "proxy" }] };
    const patch = patchOf(spec, { "eks.amazonaws.com/skip-containers": "setup,proxy" });
    assert.deepEqual(patch.slice(1), [
      {
        op: "add",
        path: "/spec/containers",
        value: [{ name: "app", env: VARIABLES, volumeMounts: [MOUNT] }, { name: "proxy" }],
      },
    ]);
  });

  it("lets an annotation of the pod say how long its token is valid", () => {
    const [volume] = patchOf({ containers: [] }, { "eks.amazonaws.com/token-expiration": "7200" });
    assert.deepEqual(volume?.value, [tokenVolume(7200)]);
  });
});
