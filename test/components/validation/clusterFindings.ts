import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { FargateClusterArgs } from "../../../components/cluster/fargateClusterArgs";
import { validateFargateClusterArgs, type Findings } from "../../../components/validation/validateFargateClusterArgs";
import { formatProblem } from "../../../injection/problem";

/** The day of every check. */
export const TODAY = new Date("2026-11-21T12:00:00Z");

/** A range from which the API server may be reached, the one argument that is required. */
export const CIDR = "81.2.69.142/32";

export const SUBNETS = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"];

/** What is found in arguments as a program in JavaScript or YAML may give them, with no compiler in between. */
export function findings(args: object, name = "cluster"): Findings {
  const untyped: unknown = { publicAccessCidrs: [CIDR], ...args };
  return validateFargateClusterArgs(name, untyped as FargateClusterArgs, TODAY);
}

export function problemsOf(args: object, name?: string): string[] {
  return findings(args, name).problems.map(formatProblem);
}

/** The warnings of arguments in which nothing is wrong. */
export function warningsOf(args: object): string[] {
  const { problems, warnings } = findings(args);
  assert.deepEqual(problems, []);
  return warnings;
}

/** The one message that there is. */
export function only(messages: readonly string[]): string {
  assert.equal(messages.length, 1, messages.join("\n"));
  return messages[0] ?? "";
}

type WrongWay = readonly [args: object, message: string | RegExp];

/** A test for each wrong way to give arguments: it leads to one message, and to this one. */
export function refuses(what: string, cases: Readonly<Record<string, WrongWay>>): void {
  describe(`${what}: refuses, in one message,`, () => {
    for (const [title, [args, message]] of Object.entries(cases))
      it(title, () => {
        const found = only(problemsOf(args));
        if (typeof message === "string") assert.equal(found, message);
        else assert.match(found, message);
      });
  });
}
