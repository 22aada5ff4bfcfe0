import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import type { SidecarInjectorArgs } from "../../../components";
import { validateSidecarInjectorArgs } from "../../../components/validation/validateSidecarInjectorArgs";
import { formatProblem } from "../../../injection/problem";

const IMAGE = "example.com/webhook:1";

/** The problems of arguments as a program in JavaScript or YAML may give them, with no compiler in between. */
function problemsOf(args: object, name = "injector"): string[] {
  const untyped: unknown = { image: IMAGE, ...args };
  return validateSidecarInjectorArgs(name, untyped as SidecarInjectorArgs, new Date()).map(formatProblem);
}

function only(problems: readonly string[]): string {
  assert.equal(problems.length, 1, problems.join("\n"));
  return problems[0] ?? "";
}

describe("validateSidecarInjectorArgs", () => {
  it("finds nothing wrong with an image alone, nor with everything given", () => {
    assert.deepEqual(problemsOf({}), []);
    assert.deepEqual(
      problemsOf({
        namespace: "sidecars",
        createNamespace: false,
        replicas: 3,
        resources: { cpu: "0.5", memory: "512Mi" },
        kubernetesVersion: "1.36",
        region: "eu-west-1",
        fargateProfiles: ["default", "shop_2"],
        typicalPods: {
          web: { namespace: "shop", labels: { app: "web" }, annotations: { a: "" }, cpu: "0.5", memory: "1Gi" },
          "job-1": { profile: "default", ephemeralStorage: "30Gi", ends: true },
        },
        namespacePolicies: {
          shop: { podSecurity: "restricted", limitRange: [{ type: "Container", default: { cpu: "1" }, max: {} }] },
          other: {},
        },
        sidecarConfiguration: { templates: { default: "spec: {containers: [{name: a, image: b}]}" }, managed: true },
        certificates: { certManagerIssuer: { name: "private-ca", kind: "ClusterIssuer" } },
      }),
      [],
    );
  });

  it("waits for values that are not there yet", () => {
    const later = pulumi.output("");
    assert.deepEqual(
      problemsOf({
        image: later,
        namespace: Promise.resolve(""),
        replicas: later,
        kubernetesVersion: later,
        region: later,
        resources: { cpu: later },
        sidecarConfiguration: { templates: { default: later } },
        certificates: { caCertificate: later, certificate: later, privateKey: later },
      }),
      [],
    );
  });

  it("names a field that does not exist, and the one that was meant", () => {
    assert.equal(only(problemsOf({ replica: 2 })), 'replica: unknown field, did you mean "replicas"?');
    assert.equal(
      only(problemsOf({ resources: { mem: "1Gi" } })),
      "resources.mem: unknown field; known are cpu, memory",
    );
    assert.equal(
      only(problemsOf({ certificates: { certManagerIssuer: { name: "a", knid: "Issuer" } } })),
      'certificates.certManagerIssuer.knid: unknown field, did you mean "kind"?',
    );
  });

  it("refuses no arguments at all", () => {
    const none: unknown = undefined;
    const problems = validateSidecarInjectorArgs("injector", none as SidecarInjectorArgs, new Date()).map(
      formatProblem,
    );
    assert.match(only(problems), /^empty where an object with image, namespace, .* is expected$/);
  });

  it("refuses objects that are none, and those that are known only later", () => {
    assert.equal(
      only(problemsOf({ resources: "250m" })),
      'resources: the string "250m" where an object with cpu, memory is expected',
    );
    assert.match(only(problemsOf({ certificates: null })), /^certificates: empty where an object with caCertificate/);
    assert.match(
      only(problemsOf({ resources: pulumi.output({}) })),
      /^resources: has to be known from the start; put the outputs inside, at cpu, memory$/,
    );
  });

  describe("image", () => {
    for (const image of [undefined, "", "a b", "https://example.com/a", "Example/UPPER", "a:b:c", "a@sha256:12", 7]) {
      it(`refuses ${String(image) || "an empty text"} and says what an image looks like`, () => {
        assert.match(only(problemsOf({ image })), /^image: .*such as 123456789012\.dkr\.ecr\./);
      });
    }

    for (const image of [
      "busybox",
      "fargate-sidecar-injector:local",
      "localhost:5000/a/b__c:1.2-x",
      `123456789012.dkr.ecr.eu-west-1.amazonaws.com/injector@sha256:${"0a".repeat(32)}`,
    ]) {
      it(`takes ${image.slice(0, 60)}`, () => {
        assert.deepEqual(problemsOf({ image }), []);
      });
    }
  });

  describe("namespace", () => {
    it("refuses what is no DNS label", () => {
      assert.equal(
        only(problemsOf({ namespace: "My_Namespace" })),
        'namespace: the string "My_Namespace" is not a DNS label; use at most 63 lower-case letters, digits and "-"',
      );
      assert.match(only(problemsOf({ namespace: "a".repeat(64) })), /is not a DNS label/);
    });

    for (const namespace of ["kube-system", "kube-public", "kube-node-lease", "default"]) {
      it(`refuses ${namespace}, with the reason`, () => {
        assert.match(only(problemsOf({ namespace })), /cannot be the injector's namespace: .*; give it its own$/);
      });
    }
  });

  describe("replicas", () => {
    for (const replicas of [0, -1, 1.5, "2", NaN]) {
      it(`refuses ${JSON.stringify(replicas)}`, () => {
        assert.match(
          only(problemsOf({ replicas })),
          /^replicas: .* is not a number of pods; give a whole number from 1 on$/,
        );
      });
    }
  });

  describe("kubernetesVersion", () => {
    for (const version of ["1", "v1.36", "1.36.3", "latest", 1.36]) {
      it(`refuses ${JSON.stringify(version)}, which is no minor version`, () => {
        assert.match(only(problemsOf({ kubernetesVersion: version })), /^kubernetesVersion: .* such as "1\.36"$/);
      });
    }

    it("refuses a version that lacks what the webhook needs", () => {
      assert.equal(
        only(problemsOf({ kubernetesVersion: "1.29" })),
        `kubernetesVersion: "1.29" is too old: the webhook's matchConditions need Kubernetes 1.30 or newer`,
      );
    });
  });

  it("refuses a region that is none", () => {
    assert.equal(
      only(problemsOf({ region: "Ireland" })),
      'region: the string "Ireland" is not the name of a region of AWS; give one such as "eu-west-1"',
    );
  });

  describe("fargateProfiles", () => {
    it("are a list of names that profiles can have", () => {
      assert.match(only(problemsOf({ fargateProfiles: "default" })), /^fargateProfiles: .* where a list is expected$/);
      assert.equal(
        only(problemsOf({ fargateProfiles: ["default", "team-*"] })),
        'fargateProfiles[1]: the string "team-*" cannot be the name of a Fargate profile',
      );
    });
  });

  describe("typicalPods", () => {
    const pod = (given: unknown): string => only(problemsOf({ typicalPods: { web: given } }));

    it("have names that containers can have", () => {
      assert.match(only(problemsOf({ typicalPods: { Web: {} } })), /^typicalPods\.Web: .* is not a DNS label/);
    });

    it("have fields of the right kind, and no others", () => {
      assert.match(pod({ cpus: "1" }), /^typicalPods\.web\.cpus: unknown field, did you mean "cpu"\?$/);
      assert.match(pod({ cpu: 1 }), /^typicalPods\.web\.cpu: the number 1 is not .*; give a text such as "500m"$/);
      assert.match(
        pod({ memory: "-1Gi" }),
        /^typicalPods\.web\.memory: the string "-1Gi" is not a Kubernetes quantity/,
      );
      assert.match(pod({ ends: "yes" }), /^typicalPods\.web\.ends: .* is neither true nor false$/);
      assert.match(pod({ profile: "a b" }), /^typicalPods\.web\.profile: .* cannot be the name of a Fargate profile$/);
      assert.match(pod({ labels: { a: 1 } }), /^typicalPods\.web\.labels\.a: the number 1 where a text is expected$/);
    });

    it("are on profiles of the cluster, where those are given", () => {
      const typicalPods = { web: { profile: "web" } };
      assert.equal(
        only(problemsOf({ typicalPods, fargateProfiles: ["apps", "jobs"] })),
        'typicalPods.web.profile: "web" is none of fargateProfiles: apps, jobs',
      );
      assert.deepEqual(problemsOf({ typicalPods, fargateProfiles: ["web"] }), []);
    });

    it("are known from the start, because a preview has to know them", () => {
      assert.equal(pod({ cpu: pulumi.output("1") }), "typicalPods.web.cpu: has to be known from the start");
      assert.equal(only(problemsOf({ typicalPods: pulumi.output({}) })), "typicalPods: has to be known from the start");
    });
  });

  describe("namespacePolicies", () => {
    const policy = (given: unknown): string => only(problemsOf({ namespacePolicies: { shop: given } }));

    it("are for namespaces", () => {
      assert.match(
        only(problemsOf({ namespacePolicies: { "shop-*": {} } })),
        /^namespacePolicies\.shop-\*: .* DNS label/,
      );
    });

    it("use the words of Kubernetes", () => {
      assert.equal(
        policy({ podSecurity: "strict" }),
        'namespacePolicies.shop.podSecurity: the string "strict" is none of "privileged", "baseline", "restricted"',
      );
      assert.match(
        policy({ limitRange: [{ type: "container" }] }),
        /limitRange\[0\]\.type: .* is none of "Container", /,
      );
      assert.match(policy({ limitRange: [{}] }), /limitRange\[0\]\.type: empty is none of/);
      assert.match(
        policy({ limitRange: [{ type: "Pod", max: { cpu: "fast" } }] }),
        /limitRange\[0\]\.max\.cpu: the string "fast" is not a Kubernetes quantity/,
      );
      assert.match(
        policy({ profiles: ["a b"] }),
        /^namespacePolicies\.shop\.profiles\[0\]: .* cannot be the name of a Fargate profile$/,
      );
      assert.match(policy({ limits: [] }), /^namespacePolicies\.shop\.limits: unknown field/);
    });
  });

  describe("resources", () => {
    it("refuses what is no quantity", () => {
      assert.equal(
        only(problemsOf({ resources: { cpu: "fast" } })),
        'resources.cpu: the string "fast" is not a Kubernetes quantity; give a text such as "250m"',
      );
      assert.match(only(problemsOf({ resources: { memory: 512 } })), /^resources\.memory: the number 512 is not/);
    });

    it("refuses amounts that come from a wrong unit", () => {
      assert.equal(only(problemsOf({ resources: { cpu: "250" } })), 'resources.cpu: "250" is not between 10m and 16');
      assert.equal(
        only(problemsOf({ resources: { memory: "256" } })),
        'resources.memory: "256" is not between 64Mi and 120G',
      );
    });
  });

  describe("createNamespace and managed", () => {
    it("refuse texts, which YAML makes of a quoted true", () => {
      assert.equal(
        only(problemsOf({ createNamespace: "true" })),
        'createNamespace: the string "true" is neither true nor false',
      );
      assert.match(only(problemsOf({ sidecarConfiguration: { managed: "no" } })), /^sidecarConfiguration\.managed: /);
    });
  });

  describe("sidecarConfiguration", () => {
    const templates = (given: unknown): string[] => problemsOf({ sidecarConfiguration: { templates: given } });

    it("lists every problem of every template, with its path", () => {
      assert.deepEqual(
        templates({
          default: "spec: {containers: [{name: a, imagee: b}]}",
          broken: "spec: [",
          good: "spec: {containers: [{name: a, image: b}]}",
        }).map((problem) => problem.split(":")[0]),
        ["sidecarConfiguration.templates.default.spec.containers[0].imagee", "sidecarConfiguration.templates.broken"],
      );
    });

    it("checks the templates that are known beside one that is not", () => {
      assert.match(only(templates({ known: "spec: [", later: pulumi.output("") })), /\.templates\.known: is not YAML/);
    });

    it("refuses what a ConfigMap cannot hold", () => {
      const good = "spec: {containers: [{name: a, image: b}]}";
      assert.match(only(templates({ "team/a": good })), /templates\.team\/a: cannot be a key of a ConfigMap/);
      assert.match(
        only(templates({ default: { spec: {} } })),
        /templates\.default: a mapping where the template as YAML text/,
      );
      assert.match(only(templates(["a"])), /templates: a list where template names with YAML texts are expected/);
      const large = `${good} # ${"x".repeat(1024 * 1024)}`;
      assert.match(only(templates({ default: large })), /templates: \d+ bytes of templates, more than the 1048576/);
    });

    it("refuses templates for a ConfigMap that is kubectl's", () => {
      assert.match(
        only(problemsOf({ sidecarConfiguration: { managed: false, templates: {} } })),
        /^sidecarConfiguration\.managed: false leaves the templates to kubectl/,
      );
    });
  });

  describe("certificates", () => {
    it("are given completely or not at all", () => {
      assert.deepEqual(problemsOf({ certificates: {} }), []);
      assert.deepEqual(
        problemsOf({ certificates: { certificate: pulumi.output("") } }).map((problem) => problem.split(":")[0]),
        ["certificates.caCertificate", "certificates.privateKey"],
      );
    });

    it("come from one source", () => {
      const pem = pulumi.output("");
      const both = { caCertificate: pem, certificate: pem, privateKey: pem, certManagerIssuer: { name: "a" } };
      assert.match(
        only(problemsOf({ certificates: both })),
        /certManagerIssuer: cannot be given together with caCertificate/,
      );
    });

    it("are texts", () => {
      const pem = pulumi.output("");
      const certificates = { caCertificate: pem, certificate: pem, privateKey: 7 };
      assert.equal(
        only(problemsOf({ certificates })),
        "certificates.privateKey: the number 7 where a PEM text is expected",
      );
    });

    it("name an issuer as cert-manager does", () => {
      const issuer = (certManagerIssuer: object): string => only(problemsOf({ certificates: { certManagerIssuer } }));
      assert.match(issuer({}), /certManagerIssuer\.name: empty is not the name of an issuer$/);
      assert.match(
        issuer({ name: "a", kind: "issuer" }),
        /kind: the string "issuer" is not a kind of issuer; "Issuer" and "ClusterIssuer" are$/,
      );
    });
  });

  it("refuses a name of the component that cannot begin the name of a Kubernetes object", () => {
    assert.match(only(problemsOf({}, "MyInjector")), /^name: the string "MyInjector" cannot begin the name/);
  });
});
