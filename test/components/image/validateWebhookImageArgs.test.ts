import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fastCheck from "fast-check";
import { describe, it } from "mocha";
import type { WebhookImageArgs } from "../../../components/image/webhookImageArgs";
import {
  repositoryNameProblem,
  validateWebhookImageArgs,
} from "../../../components/validation/validateWebhookImageArgs";
import { formatProblem } from "../../../injection/problem";

const problemsOf = (args: object, name = "image"): string[] =>
  validateWebhookImageArgs(name, args as WebhookImageArgs).map(formatProblem);

describe("arguments of a WebhookImage", () => {
  it("may all be left out", () => {
    assert.deepEqual(problemsOf({}), []);
  });

  it("may all be given, but for the reference", () => {
    const args: WebhookImageArgs = {
      repositoryName: "team/webhook",
      forceDelete: false,
      baseImage: "node:24@sha256:" + "0".repeat(64),
      builder: "my_builder.1",
      tags: { team: "platform" },
    };
    assert.deepEqual(problemsOf(args), []);
  });

  it("may be a reference alone, with the tags that everything gets", () => {
    assert.deepEqual(problemsOf({ reference: "registry.example/webhook:1", tags: { team: "platform" } }), []);
  });

  const wrong: Record<string, [args: object, problem: RegExp]> = {
    "a reference that is none": [
      { reference: "Registry/Webhook" },
      /^reference: the string .* is not an image reference/,
    ],
    "how to build beside a reference": [
      { reference: "webhook:1", baseImage: "node:24" },
      /^baseImage: has no effect beside `reference`/,
    ],
    "a repository in capitals": [
      { repositoryName: "Webhook" },
      /^repositoryName: .*"Webhook" is not the name of an ECR/,
    ],
    "a repository of one letter": [{ repositoryName: "w" }, /^repositoryName: .*2 to 256/],
    "a repository that is a number": [{ repositoryName: 7 }, /^repositoryName: the number 7/],
    "a text for a yes or no": [{ forceDelete: "yes" }, /^forceDelete: .*neither true nor false/],
    "a base image that is none": [{ baseImage: "node 24" }, /^baseImage: .*is not an image reference/],
    "a builder that is none": [{ builder: "my builder" }, /^builder: .*is not the name of a Buildx builder/],
    "a tag that is AWS's": [{ tags: { "aws:team": "platform" } }, /^tags/],
    "a field that does not exist": [{ repository: "webhook" }, /^repository: unknown field/],
    "a misspelt field": [{ refrence: "webhook:1" }, /^refrence: unknown field, did you mean "reference"\?/],
  };
  for (const [name, [args, problem]] of Object.entries(wrong)) {
    it(`are refused with ${name}, in one message`, () => {
      const problems = problemsOf(args);
      assert.equal(problems.length, 1, problems.join("\n"));
      assert.match(problems[0] ?? "", problem);
    });
  }

  it("are not looked at where they come only later", () => {
    assert.deepEqual(
      problemsOf({ repositoryName: pulumi.output("Webhook"), baseImage: Promise.resolve("node 24") }),
      [],
    );
  });

  it("need a repository name where the component's name makes none", () => {
    const [problem] = problemsOf({}, "my image");
    assert.match(problem ?? "", /^repositoryName: .*"my image-.*made from the names of component and stack/);
    assert.deepEqual(problemsOf({ repositoryName: "webhook" }, "my image"), []);
  });
});

describe("the name of an ECR repository", () => {
  it("has parts of lower-case letters and digits, joined as ECR's API model says", () => {
    const word = fastCheck.stringMatching(/^[a-z0-9]{1,8}$/);
    const joined = (separator: fastCheck.Arbitrary<string>): fastCheck.Arbitrary<string> =>
      fastCheck
        .tuple(word, fastCheck.array(fastCheck.tuple(separator, word), { maxLength: 5 }))
        .map(([first, others]) => first + others.flat().join(""));
    fastCheck.assert(
      fastCheck.property(joined(fastCheck.constantFrom(".", "_", "__", "-", "----", "/")), (name) => {
        fastCheck.pre(name.length >= 2);
        assert.equal(repositoryNameProblem(name), undefined);
      }),
    );
  });

  for (const name of [
    "-webhook",
    "webhook-",
    "/webhook",
    "a..b",
    "a._b",
    "a//b",
    "a___b",
    "a b",
    "w".repeat(257),
    "",
  ]) {
    it(`is not ${name.length > 20 ? "one of 257 letters" : `"${name}"`}`, () => {
      assert.notEqual(repositoryNameProblem(name), undefined);
    });
  }
});
