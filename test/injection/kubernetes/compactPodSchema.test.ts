import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { compactPodSchema } from "../../../injection/kubernetes/compactPodSchema";
import podSchema from "../../../injection/kubernetes/podSchema.json";

const CORE = "io.k8s.api.core.v1";

describe("the compact schema of a pod", () => {
  it("holds the types that a PodSpec reaches, with what is required, a list, a map or a number of 32 bits", () => {
    const schemas = {
      [`${CORE}.PodSpec`]: {
        type: "object",
        required: ["containers"],
        properties: {
          containers: { type: "array", items: { allOf: [{ $ref: `#/components/schemas/${CORE}.Container` }] } },
          nodeSelector: { type: "object", additionalProperties: { type: "string" } },
          priority: { type: "integer", format: "int32" },
          activeDeadlineSeconds: { type: "integer", format: "int64" },
          hostNetwork: { type: "boolean" },
        },
      },
      [`${CORE}.Container`]: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string" },
          limits: {
            type: "object",
            additionalProperties: { $ref: "#/components/schemas/io.k8s.apimachinery.pkg.api.resource.Quantity" },
          },
          port: { $ref: "#/components/schemas/io.k8s.apimachinery.pkg.util.intstr.IntOrString" },
          // A type that holds itself must not be followed for ever.
          inner: { $ref: `#/components/schemas/${CORE}.Container` },
          raw: { $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1" },
        },
      },
      [`${CORE}.Node`]: { type: "object", properties: { name: { type: "string" } } },
      "io.k8s.apimachinery.pkg.api.resource.Quantity": { type: "string" },
      "io.k8s.apimachinery.pkg.util.intstr.IntOrString": { type: "string" },
      "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": { type: "object" },
    };
    assert.deepEqual(compactPodSchema({ components: { schemas } }), {
      Container: { inner: "Container", limits: "quantity{}", name: "string!", port: "intOrString", raw: "object" },
      PodSpec: {
        activeDeadlineSeconds: "int64",
        containers: "Container[]!",
        hostNetwork: "boolean",
        nodeSelector: "string{}",
        priority: "int32",
      },
    });
  });

  it("of Kubernetes 1.36 names no type that it does not hold", () => {
    const scalars = ["string", "boolean", "int32", "int64", "number", "quantity", "intOrString", "object"];
    const named = Object.values<Record<string, string>>(podSchema).flatMap((fields) =>
      Object.values(fields).map((type) => type.replace(/(\[\]|\{\}|!)+$/, "")),
    );
    assert.deepEqual(
      named.filter((type) => !scalars.includes(type) && !Object.hasOwn(podSchema, type)),
      [],
    );
  });
});
