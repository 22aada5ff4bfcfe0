import { describeValue, type Problem } from "../../injection/problem";
import type { ArgumentCheck } from "./argumentChecks";
import { eachValue, recordProblems } from "./inputCollections";
import { isPlain, problemAt } from "./objectShape";

/** What AWS allows on a resource, less the three that this package sets on a subnet. */
const MOST_TAGS = 50 - 3;

const KEY_LENGTH = 128;
const VALUE_LENGTH = 256;

/** What IAM allows in tags, which is the least of all services. Source: IAM API, Tag. */
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** What is wrong with tags of AWS resources, as far as they are known. */
export function awsTagsProblems(path: string, tags: unknown): Problem[] {
  return [
    ...countProblems(path, tags),
    ...recordProblems(path, tags, (tagPath, value, key) => [
      ...problemAt(tagPath, tagKeyProblem(key)),
      ...eachValue(tagValueProblem)(tagPath, value),
    ]),
  ];
}

function countProblems(path: string, tags: unknown): Problem[] {
  const count = typeof tags === "object" && tags !== null && isPlain(tags) ? Object.keys(tags).length : 0;
  if (count <= MOST_TAGS) return [];
  return [{ path, message: `${count} tags; give up to ${MOST_TAGS}, because AWS allows 50 and some are set here` }];
}

const tagKeyProblem: ArgumentCheck = (key) => {
  if (typeof key !== "string" || key === "") return "is a tag without a key";
  if (key.length > KEY_LENGTH) return `is a key of ${key.length} characters; use up to ${KEY_LENGTH}`;
  if (/^aws:/i.test(key)) return 'begins with "aws:", which AWS keeps for itself; choose another key';
  return CHARACTERS.test(key) ? undefined : `is no key of a tag; use letters, digits, spaces and _ . : / = + - @`;
};

const tagValueProblem: ArgumentCheck = (value) => {
  if (typeof value === "number" || typeof value === "boolean") {
    return `${describeValue(value)} where a text is expected; give "${value}"`;
  }
  if (typeof value !== "string") return `${describeValue(value)} where a text is expected`;
  if (value.length > VALUE_LENGTH) return `is a value of ${value.length} characters; use up to ${VALUE_LENGTH}`;
  if (CHARACTERS.test(value)) return undefined;
  return `${describeValue(value)} is no value of a tag; use letters, digits, spaces and _ . : / = + - @`;
};
