import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { formatProblem, parseSidecarConfiguration, type SidecarTemplate } from "../../../injection";

describe("a template of real life is accepted", () => {
  const good: readonly (readonly [claim: string, yaml: string])[] = [
    [
      "with the mode of a file in octal, a quantity without quotes and a boolean word",
      `spec:
  volumes: [{ name: cert, secret: { secretName: cert, defaultMode: 0400, optional: yes } }]
  containers:
    - { name: a, image: b, resources: { limits: { memory: 128Mi, cpu: 1 }, requests: { cpu: 0.5 } } }`,
    ],
    [
      "with what two containers share written once",
      `spec:
  containers:
    - &agent { name: one, image: "agent:1", env: [{ name: MODE, value: "1" }] }
    - { <<: *agent, name: two }`,
    ],
    [
      "copied from a running pod, with all that the API server has written into it",
      `spec:
  containers:
    - name: a
      image: b
      imagePullPolicy: Always
      resizePolicy: [{ resourceName: cpu, restartPolicy: NotRequired }]
      resources: {}
      securityContext: { privileged: false, procMount: Default, seccompProfile: { type: RuntimeDefault } }
      terminationMessagePath: /dev/termination-log
      terminationMessagePolicy: File
      livenessProbe:
        httpGet: { path: /, port: http, scheme: HTTP, httpHeaders: [{ name: Host, value: "" }] }
        failureThreshold: 3
        periodSeconds: 10
        successThreshold: 1
        timeoutSeconds: 1
      ports: [{ containerPort: 80, name: http, protocol: TCP }]`,
    ],
    [
      "with fields left empty, as a chart leaves them",
      `profiles:
namespaces: ~
podSelector:
order:
spec:
  containers:
    - name: a
      image: b
      imagePullPolicy: ""
      terminationMessagePolicy: ""
      command:
      env:
      ports: [{ containerPort: 80, name: "", protocol: "", hostPort: 0 }]
      livenessProbe: { tcpSocket: { port: 80 }, timeoutSeconds: 0, periodSeconds: 0, successThreshold: 0 }
      volumeMounts: [{ name: tmp, mountPath: /tmp, subPath: "" }]
  sidecars:
  volumes: [{ name: tmp, emptyDir: }]`,
    ],
    [
      "with values from everywhere",
      `spec:
  containers:
    - name: a
      image: registry.example.com:5000/team/agent@sha256:${"0123456789abcdef".repeat(4)}
      env:
        - { name: POD, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
        - { name: APP, valueFrom: { fieldRef: { apiVersion: v1, fieldPath: "metadata.labels['app.kubernetes.io/name']" } } }
        - { name: TEAM, valueFrom: { fieldRef: { fieldPath: "metadata.annotations['Example.com/Team']" } } }
        - { name: CPU, valueFrom: { resourceFieldRef: { containerName: a, resource: limits.cpu, divisor: 1m } } }
        - { name: KEY, valueFrom: { secretKeyRef: { name: api.keys, key: tls.crt, optional: true } } }
        - { name: my.dotted-name, value: $(POD) }
      envFrom: [{ configMapRef: { name: settings } }, { prefix: DB_, secretRef: { name: db } }]`,
    ],
    [
      "with every kind of volume",
      `spec:
  containers:
    - name: a
      image: b
      volumeMounts:
        - { name: config, mountPath: /config, readOnly: true, recursiveReadOnly: IfPossible }
        - { name: scratch, mountPath: /scratch, subPathExpr: $(POD), mountPropagation: HostToContainer }
  volumes:
    - { name: scratch, emptyDir: { medium: Memory, sizeLimit: 64Mi } }
    - { name: unsaid }
    - { name: config, configMap: { name: c, items: [{ key: k, path: a/b.conf, mode: 0644 }], optional: true } }
    - { name: pod, downwardAPI: { items: [{ path: labels, fieldRef: { fieldPath: metadata.labels } }] } }
    - { name: claim, persistentVolumeClaim: { claimName: efs, readOnly: true } }
    - { name: shared, nfs: { server: files.example.com, path: /export } }
    - { name: host, hostPath: { path: /var/log, type: DirectoryOrCreate } }
    - { name: driver, csi: { driver: secrets-store.csi.k8s.io, readOnly: true, volumeAttributes: { a: b } } }
    - name: identity
      projected:
        sources:
          - serviceAccountToken: { audience: sts.amazonaws.com, expirationSeconds: 86400, path: token }
          - configMap: { name: kube-root-ca.crt, items: [{ key: ca.crt, path: ca.crt }] }
          - downwardAPI: { items: [{ path: cpu, resourceFieldRef: { containerName: a, resource: limits.cpu } }] }`,
    ],
    [
      "with a native sidecar in either place, with probes and hooks",
      `spec:
  sidecars:
    - name: proxy
      image: b
      startupProbe: { grpc: { port: 15021, service: ready }, failureThreshold: 30 }
      lifecycle: { preStop: { sleep: { seconds: 1 } }, postStart: { exec: { command: [wait] } } }
  initContainers:
    - { name: agent, image: b, restartPolicy: Always, readinessProbe: { tcpSocket: { port: metrics } } }
    - { name: setup, image: b, command: [setup] }`,
    ],
    ["that waits to be asked for", "optIn: true\nspec: {containers: [{name: a, image: b}]}"],
    [
      "with parameters of every source and type",
      `parameters:
  level: { annotation: Example.com/Log-Level, type: string, default: info, pattern: debug|info }
  port: { label: example.com/port, type: integer, default: 8080 }
  debug: { field: spec.hostIPC, type: boolean, default: false }
  memory: { default: 64Mi, type: quantity }
  none: { default: "" }
spec:
  containers:
    - name: a
      image: b
      args: ["\${level} \${none}", "$\${level}", "\${HOME}"]
      ports: [{ containerPort: "\${port}" }]
      tty: "\${debug}"
      resources: { limits: { memory: "\${memory}" } }`,
    ],
    [
      "with names of an address in two places, as the API server takes them with a warning",
      "spec: {hostAliases: [{ip: 10.0.0.1, hostnames: [a]}, {ip: 10.0.0.1, hostnames: [b]}]}",
    ],
    ["between empty documents", "---\n# first\n---\nspec: {containers: [{name: a, image: b}]}\n---\n...\n---\n"],
    ["with numbers, true and false for keys", 'metadata: {labels: {5: "1", true: "2", "on": "3"}}'],
    ["with nothing but labels", "metadata: {labels: {example.com/team: web, empty: ''}}"],
    ["with nothing but annotations", "metadata: {annotations: {example.com/note: 'any {text}'}}\nspec:"],
    [
      "with every field of a pod",
      `spec:
  native: always
  position: first
  containers: [{ name: a, image: b }]
  securityContext: { fsGroup: 1337, supplementalGroups: [1], seccompProfile: { type: RuntimeDefault } }
  shareProcessNamespace: false
  hostAliases: [{ ip: 10.0.0.1, hostnames: [a.example.com] }, { ip: "2001:db8::1", hostnames: [b] }]
  dnsConfig: { options: [{ name: ndots, value: "2" }, { name: edns0 }] }
  terminationGracePeriodSeconds: 0`,
    ],
    [
      "with something for the pod's own containers alone",
      `spec:
  volumes: [{ name: logs, emptyDir: {} }]
  appContainers:
    - { names: [app, "web-*"], env: [{ name: A, valueFrom: { fieldRef: { fieldPath: metadata.name } } }] }
    - { envFrom: [{ secretRef: { name: a, optional: true } }], volumeMounts: [{ name: logs, mountPath: /var/log }] }`,
    ],
  ];
  for (const [claim, yaml] of good)
    it(claim, () => {
      const { problems, templates } = parseSidecarConfiguration({ default: yaml });
      assert.deepEqual(problems.map(formatProblem), []);
      assert.equal(templates.length, 1);
    });
});

describe("an accepted template", () => {
  it("is for the profile of its name, every namespace and every pod, where it does not say otherwise", () => {
    const { profiles, namespaces, podSelector, order } = template("default", "spec: {volumes: [{name: a}]}");
    assert.deepEqual(
      { profiles, namespaces, podSelector, order },
      { profiles: ["default"], namespaces: ["*"], podSelector: {}, order: 0 },
    );
  });

  it("is for every profile where its name is _all", () => {
    assert.deepEqual(template("_all", "spec: {volumes: [{name: a}]}").profiles, ["*"]);
    assert.deepEqual(template("_all", "profiles: [b]\nspec: {volumes: [{name: a}]}").profiles, ["b"]);
  });

  it("holds its objects as they were written, but for fields without a value", () => {
    const { spec } = template("a", "spec: {containers: [{image: b, name: a, env:, args: [x]}], sidecars: ~}");
    assert.deepEqual(spec, {
      containers: [{ image: "b", name: "a", args: ["x"] }],
      sidecars: [],
      native: "auto",
      position: "last",
      initContainers: [],
      volumes: [],
      imagePullSecrets: [],
      securityContext: {},
      shareProcessNamespace: undefined,
      hostAliases: [],
      dnsOptions: [],
      terminationGracePeriodSeconds: 0,
      appContainers: [],
    });
  });

  it("has the same hash however it is written, and another one for another content", () => {
    const written = template("a", "order: 1\nspec:\n  containers:\n    - {name: a, image: b}\n");
    const rewritten = template("a", '{"spec": {"containers": [{"image": "b", "env": null, "name": "a"}]}, "order": 1}');
    const changed = template("a", "order: 1\nspec: {containers: [{name: a, image: c}]}");
    assert.match(written.hash, /^[0-9a-f]{12}$/);
    assert.equal(rewritten.hash, written.hash);
    assert.notEqual(changed.hash, written.hash);
  });
});

function template(name: string, yaml: string): SidecarTemplate {
  const [first] = parseSidecarConfiguration({ [name]: yaml }).templates;
  assert.ok(first !== undefined);
  return first;
}
