import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { readFormat } from "../../schema/readFormat";

describe("reading the types of a template", () => {
  it("finds each field with its type, description and default", () => {
    const text = `
      /** A thing. */
      export interface Thing {
        /**
         * How many,
         * at least.
         *
         * @asType integer
         * @minimum 2
         * @default 3
         */
        count?: number;
        /** Key. */
        key: string;
        /**
         * Names.
         *
         * @minItems 1
         * @default - every
         *   name
         */
        names?: readonly string[];
        /**
         * Parts.
         *
         * @default - none
         */
        parts?: Readonly<Record<string, Part>>;
        /**
         * Mode.
         *
         * @default "a"
         */
        mode?: "a" | "b";
        /**
         * Pod.
         *
         * @default - none
         */
        pod?: Pod;
        /**
         * Price.
         *
         * @minimum 0
         * @maximum 9
         */
        price: number;
        /**
         * Amount.
         *
         * @asType quantity
         * @default 1
         */
        amount?: string | number;
        /**
         * Levels.
         *
         * @default - none
         */
        levels?: LintLevelsFormat;
      }
      /** A part. */
      export interface Part {}
      interface KubernetesObject { [field: string]: unknown }
      export type Pod = KubernetesObject;`;
    assert.deepEqual(readFormat(text), [
      {
        name: "Thing",
        description: "A thing.",
        fields: [
          {
            name: "count",
            type: { kind: "integer", minimum: 2 },
            description: "How many,\nat least.",
            required: false,
            default: { value: 3 },
          },
          {
            name: "key",
            type: { kind: "string" },
            description: "Key.",
            required: true,
            default: { words: "none, it must be given" },
          },
          {
            name: "names",
            type: { kind: "list", item: { kind: "string" }, minItems: 1 },
            description: "Names.",
            required: false,
            default: { words: "every name" },
          },
          {
            name: "parts",
            type: { kind: "map", item: { kind: "format", name: "Part" } },
            description: "Parts.",
            required: false,
            default: { words: "none" },
          },
          {
            name: "mode",
            type: { kind: "enum", values: ["a", "b"] },
            description: "Mode.",
            required: false,
            default: { value: "a" },
          },
          {
            name: "pod",
            type: { kind: "kubernetes", name: "Pod" },
            description: "Pod.",
            required: false,
            default: { words: "none" },
          },
          {
            name: "price",
            type: { kind: "number", minimum: 0, maximum: 9 },
            description: "Price.",
            required: true,
            default: { words: "none, it must be given" },
          },
          {
            name: "amount",
            type: { kind: "quantity" },
            description: "Amount.",
            required: false,
            default: { value: 1 },
          },
          {
            name: "levels",
            type: { kind: "lintLevels" },
            description: "Levels.",
            required: false,
            default: { words: "none" },
          },
        ],
      },
      { name: "Part", description: "A part.", fields: [] },
    ]);
  });

  const bad: readonly (readonly [claim: string, field: string, message: RegExp])[] = [
    ["a field without a default", "/** A. */ a?: string", /^Thing\.a has no @default$/],
    ["a field without a description", "/** @default - none */ a?: string", /^Thing\.a has no description$/],
    ["a field that must be given and has a default", "/** A.\n@default 1 */ a: number", /though it must be given$/],
    ["a method", "/** A.\n@default 1 */ a?(): number", /is no field with a type$/],
    ["a default that is neither JSON nor words", "/** A.\n@default none */ a?: string", /neither JSON nor "- words"/],
    ["a tag that it does not know", "/** A.\n@format date\n@default 1 */ a?: number", /"@format date" does not fit/],
    ["a tag that does not fit the type", "/** A.\n@minItems 1\n@default 1 */ a?: number", /does not fit its type/],
    ["a type that it does not know", "/** A.\n@default 1 */ a?: Elsewhere", /the type Elsewhere is not handled/],
    ["a kind of type that it does not know", "/** A.\n@default 1 */ a?: () => void", /is not handled/],
  ];
  for (const [claim, field, message] of bad)
    it(`refuses ${claim}`, () => {
      assert.throws(() => readFormat(`/** A thing. */ export interface Thing {\n${field};\n}`), { message });
    });
});
