import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isJsonObject, objectsIn } from "../../../injection/json";
import {
  applyLimitRange,
  limitRangeFindings,
  sidecarLimitRangeFindings,
  type LimitRangeItem,
} from "../../../injection/lint/limitRange";
import type { LintFinding } from "../../../injection/lint/lintRule";
import { both, pod, type Resources } from "./limitRangePods";

describe("applyLimitRange", () => {
  const defaults: LimitRangeItem = {
    type: "Container",
    default: { cpu: "500m" },
    defaultRequest: { cpu: "100m", memory: "64Mi" },
  };

  it("gives containers what they do not name", () => {
    assert.deepEqual(appResources(undefined, [defaults]), {
      limits: { cpu: "500m" },
      requests: { cpu: "100m", memory: "64Mi" },
    });
    assert.deepEqual(appResources({ requests: { cpu: "1" }, limits: { cpu: "2" } }, [defaults]), {
      limits: { cpu: "2" },
      requests: { cpu: "1", memory: "64Mi" },
    });
  });

  it("lets a container with a limit alone request as much, whatever the default", () => {
    assert.deepEqual(appResources({ limits: { cpu: "2" } }, [defaults]), {
      limits: { cpu: "2" },
      requests: { cpu: "2", memory: "64Mi" },
    });
  });

  it("takes the upper bound for a limit, and the limit or the lower bound for a request", () => {
    assert.deepEqual(
      appResources(undefined, [{ type: "Container", max: { cpu: 1 }, min: { cpu: "10m", memory: "1Mi" } }]),
      {
        limits: { cpu: 1 },
        requests: { cpu: 1, memory: "1Mi" },
      },
    );
  });

  it("takes the defaults of the first of several LimitRanges", () => {
    assert.deepEqual(appResources(undefined, [{ type: "Container", default: { cpu: 1 } }, defaults]), {
      limits: { cpu: 1 },
      requests: { cpu: 1, memory: "64Mi" },
    });
  });

  it("gives native sidecars and init containers the same, and knows no defaults of pods", () => {
    const limited = applyLimitRange(pod({ sidecar: undefined, init: undefined }), [
      { ...defaults, type: "Pod" },
      defaults,
    ]);
    const { initContainers } = isJsonObject(limited.spec) ? limited.spec : {};
    const resources = { limits: { cpu: "500m" }, requests: { cpu: "100m", memory: "64Mi" } };
    assert.deepEqual(initContainers, [
      { name: "sidecar", image: "shop:1.0", restartPolicy: "Always", resources },
      { name: "init", image: "shop:1.0", resources },
    ]);
  });

  it("leaves a pod as it is where there are no limits", () => {
    const small = pod({ app: both({ cpu: 1 }), sidecar: undefined });
    assert.deepEqual(applyLimitRange(small, []), small);
    assert.deepEqual(applyLimitRange({}, [defaults]), {});
  });

  it("lets a pod with a limit as a whole request what its containers do, and else the limit", () => {
    const limited = applyLimitRange(
      pod({
        app: both({ memory: "64Mi" }),
        sidecar: both({ memory: "1.5Gi" }),
        whole: { limits: { cpu: 2, memory: "2Gi" } },
      }),
      [],
    );
    assert.deepEqual(isJsonObject(limited.spec) && limited.spec.resources, {
      limits: { cpu: 2, memory: "2Gi" },
      requests: { cpu: 2, memory: "1600Mi" },
    });
  });
});

describe("limitRangeFindings", () => {
  const rows: readonly (readonly [claim: string, item: LimitRangeItem, resources: Resources, ...texts: string[]])[] = [
    [
      "accept a container at both bounds",
      { type: "Container", min: { cpu: "100m" }, max: { cpu: "0.1" } },
      both({ cpu: "100m" }),
    ],
    [
      "refuse a request below the lower bound",
      { type: "Container", min: { memory: "64Mi" } },
      { requests: { memory: "32Mi" } },
      "spec.containers[0].resources.requests.memory: is 32Mi, and the LimitRange wants 64Mi at least for each container: the API server refuses the pod",
    ],
    [
      "refuse a limit above the upper bound",
      { type: "Container", max: { cpu: 1 } },
      both({ cpu: "1500m" }),
      "spec.containers[0].resources.limits.cpu: is 1500m, and the LimitRange wants 1 at most for each container: the API server refuses the pod",
    ],
    [
      "refuse a limit that is too many times the request",
      { type: "Container", maxLimitRequestRatio: { cpu: "1.5" } },
      { requests: { cpu: 1 }, limits: { cpu: 2 } },
      "spec.containers[0].resources.limits.cpu: is 2 for a request of 1, and the LimitRange wants limits of 1500m times the request at most for each container: the API server refuses the pod",
    ],
    [
      "refuse a container without the limit that a ratio needs",
      { type: "Container", maxLimitRequestRatio: { cpu: 2 } },
      { requests: { cpu: 1 } },
      "spec.containers[0].resources.limits.cpu: is not given or 0, and the LimitRange wants limits of 2 times the request at most for each container: the API server refuses the pod",
    ],
    [
      "refuse a pod without a limit where pods have an upper bound",
      { type: "Pod", max: { memory: "1Gi" } },
      { requests: { memory: "1Mi" } },
      "spec: memory limit of the pod is not given, and the LimitRange wants 1Gi at most for each pod: the API server refuses the pod",
    ],
    ["pass over the bounds of volumes", { type: "PersistentVolumeClaim", max: { storage: "1Gi" } }, undefined],
  ];
  for (const [claim, item, resources, ...texts] of rows)
    it(claim, () => {
      assert.deepEqual(textsOf(limitRangeFindings(pod({ app: resources }), [item])), texts);
    });
});

describe("defaults that do not go with what a pod names", () => {
  const cpu: LimitRangeItem = { type: "Container", default: { cpu: "500m" } };

  it("are a limit below the container's own request", () => {
    assert.deepEqual(textsOf(limitRangeFindings(pod({ app: { requests: { cpu: 2 } } }), [cpu])), [
      "spec.containers[0].resources.limits.cpu: is 500m with the LimitRange, and the request is 2: the API server refuses the pod",
    ]);
  });

  it("are a limit or a sum of requests beyond what the pod names as a whole", () => {
    assert.deepEqual(textsOf(limitRangeFindings(pod({ whole: both({ cpu: "200m" }) }), [cpu])), [
      "spec.containers[0].resources.limits.cpu: is 500m with the LimitRange, and the limit of the whole pod is 200m: the API server refuses the pod",
      "spec.resources.requests.cpu: is 200m with the LimitRange, and its containers request 500m: the API server refuses the pod",
    ]);
  });

  it("are no matter of a pod that the API server refuses anyway", () => {
    const app = { requests: { cpu: 2 }, limits: { cpu: 1 } };
    assert.deepEqual(limitRangeFindings(pod({ app }), [cpu]), []);
  });
});

describe("sidecarLimitRangeFindings", () => {
  const app = both({ cpu: "500m", memory: "512Mi" });
  const defaults: LimitRangeItem = { type: "Container", default: { cpu: "200m" }, defaultRequest: { cpu: "100m" } };

  it("tell what a sidecar gets that its template does not name", () => {
    assert.deepEqual(textsOf(sidecarLimitRangeFindings(pod({ app }), pod({ app, sidecar: undefined }), [defaults])), [
      "spec.initContainers[0].resources.requests.cpu: becomes 100m by the LimitRange, because the template does not say: the pod asks for more",
      "spec.initContainers[0].resources.limits.cpu: becomes 200m by the LimitRange, and the request is 100m: on Fargate a limit has to equal the request",
    ]);
  });

  it("are none for a sidecar that names all, nor for what the pod's own containers get", () => {
    const sidecar = both({ cpu: "50m" });
    assert.deepEqual(sidecarLimitRangeFindings(pod({}), pod({ sidecar }), [defaults]), []);
  });

  it("are none where a default limit is what the sidecar requests", () => {
    const sidecar = { requests: { cpu: "0.2" } };
    assert.deepEqual(sidecarLimitRangeFindings(pod({ app }), pod({ app, sidecar }), [defaults]), []);
  });

  it("tell that the pod becomes too large with the sidecar", () => {
    const bound: LimitRangeItem = { type: "Pod", max: { memory: "600Mi" } };
    const after = pod({ app, second: both({ cpu: "50m", memory: "128Mi" }) });
    assert.deepEqual(textsOf(sidecarLimitRangeFindings(pod({ app }), after, [bound])), [
      "spec: memory limit of the pod is 640Mi, and the LimitRange wants 600Mi at most for each pod: the API server refuses the pod",
    ]);
  });

  it("have one rule for defaults, and another for what is refused", () => {
    const bound: LimitRangeItem = { type: "Container", min: { memory: "64Mi" } };
    const after = pod({ app, second: both({ cpu: 1, memory: "1Mi" }), sidecar: both({ cpu: 1 }) });
    assert.deepEqual(
      sidecarLimitRangeFindings(pod({ app }), after, [bound]).map(({ rule, path }) => `${rule} ${path}`),
      [
        "limit-range-defaults spec.initContainers[0].resources.requests.memory",
        "limit-range spec.containers[1].resources.requests.memory",
      ],
    );
  });

  it("are none for a bound that the pod is beyond by itself", () => {
    const bound: LimitRangeItem = { type: "Pod", max: { memory: "500Mi" } };
    const after = pod({ app, sidecar: both({ memory: "128Mi" }) });
    assert.deepEqual(sidecarLimitRangeFindings(pod({ app }), after, [bound]), []);
  });

  it("tell a sidecar beyond a bound from an app that is so too", () => {
    const bound: LimitRangeItem = { type: "Container", min: { cpu: 1 } };
    const before = pod({ app, init: app });
    const after = pod({ app, sidecar: both({ cpu: "50m" }), init: app });
    assert.deepEqual(
      sidecarLimitRangeFindings(before, after, [bound]).map(({ path }) => path),
      ["spec.initContainers[0].resources.requests.cpu"],
    );
  });

  it("count what the pod as a whole requests as it was before the sidecar", () => {
    const whole = { limits: { memory: "1Gi" } };
    const bound: LimitRangeItem = { type: "Pod", min: { memory: "600Mi" } };
    const after = pod({ sidecar: both({ memory: "128Mi" }), whole });
    assert.deepEqual(sidecarLimitRangeFindings(pod({ whole }), after, [bound]), []);
    assert.equal(limitRangeFindings(after, [bound]).length, 1);
  });
});

function appResources(resources: Resources, limits: readonly LimitRangeItem[]): unknown {
  const { spec } = applyLimitRange(pod({ app: resources }), limits);
  return isJsonObject(spec) ? objectsIn(spec.containers)[0]?.resources : undefined;
}

function textsOf(findings: readonly LintFinding[]): readonly string[] {
  return findings.map(({ path, message }) => `${path}: ${message}`);
}
