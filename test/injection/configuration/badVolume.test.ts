import { describeBadVolumes } from "./badTemplates";

describeBadVolumes("a volume is refused for", [
  [
    "a volume with two sources",
    "emptyDir: {}, secret: {secretName: s}",
    ": has emptyDir and secret; a volume has one source",
  ],
  ["a misspelt source of a volume", "configmap: {name: c}", '.configmap: unknown field, did you mean "configMap"?'],
  [
    "a kind of volume that sidecars cannot have",
    "awsElasticBlockStore: {volumeID: v}",
    ".awsElasticBlockStore: is no kind of volume for sidecars; known are configMap, csi, downwardAPI, emptyDir, hostPath, nfs, persistentVolumeClaim, projected, secret",
  ],
  [
    "a mode in decimal that was meant in octal",
    "secret: {secretName: s, defaultMode: 644, items: [{key: k, path: /p, mode: 0o1777}]}",
    ".secret.defaultMode: must be from 0 to 0777, which is 511, but is 644",
    ".secret.items[0].mode: must be from 0 to 0777, which is 511, but is 1023",
    '.secret.items[0].path: must be a relative path without "..", but is the string "/p"',
  ],
  [
    "an emptyDir of an unknown medium and a size below zero",
    "emptyDir: {medium: memory, sizeLimit: -1Gi}",
    '.emptyDir.medium: must be Memory, but is the string "memory"',
    ".emptyDir.sizeLimit: must not be negative",
  ],
  [
    "an emptyDir whose size nobody can count",
    "emptyDir: {sizeLimit: '1e-10000000'}",
    '.emptyDir.sizeLimit: must be a quantity such as "100m" or "64Mi", but is the string "1e-10000000"',
  ],
  [
    "a driver that is no name",
    "csi: {driver: efs_csi, nodePublishSecretRef: {}}",
    '.csi.driver: must be lower-case letters, digits, "-" and ".", but is the string "efs_csi"',
    ".csi.nodePublishSecretRef.name: is missing",
  ],
  [
    "a token for too short a time at a path that is reserved",
    "projected: {sources: [{serviceAccountToken: {path: ..token, expirationSeconds: 60}}]}",
    ".projected.sources[0].serviceAccountToken.expirationSeconds: must be from 600 to 4294967296, but is 60",
    '.projected.sources[0].serviceAccountToken.path: must not start with "..", but is "..token"',
  ],
  [
    "two files of a projected volume at one path",
    "projected: {sources: [{configMap: {name: c, items: [{key: a, path: x}]}}, {secret: {items: [{key: b, path: x}]}}]}",
    ".projected.sources[1].secret.name: is missing",
    '.projected.sources[1].secret.items[0].path: "x" stands already at default.spec.volumes[0].projected.sources[0].configMap.items[0].path',
  ],
  [
    "projected sources that are two or none",
    "projected: {sources: [{}, {configMap: {name: c}, secret: {name: s}}, {podCertificate: {signerName: a/b, keyType: ED25519}}]}",
    ".projected.sources[0]: must have one of configMap, secret, downwardAPI, serviceAccountToken",
    ".projected.sources[1]: has configMap and secret; give one of them",
    ".projected.sources[2].podCertificate: is not for templates: not every Kubernetes version takes it",
  ],
  [
    "files of the pod's fields without one",
    "downwardAPI: {items: [{path: a}, {path: b, fieldRef: {fieldPath: status.podIP}}, {path: c, resourceFieldRef: {resource: limits.cpu}}]}",
    ".downwardAPI.items[0]: must have one of fieldRef, resourceFieldRef",
    ".downwardAPI.items[1].fieldRef.fieldPath: must be one of metadata.name, metadata.namespace, metadata.labels, metadata.annotations, metadata.uid, metadata.labels['KEY'], metadata.annotations['KEY'], but is the string \"status.podIP\"",
    ".downwardAPI.items[2].resourceFieldRef.containerName: is missing",
  ],
]);
