import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../injection/json";
import { readYaml } from "./readYaml";

/** What somebody might write who has made no mistake. */
export interface Ordinary {
  /** File and number in it. */
  readonly what: string;
  readonly object: JsonObject;
}

/** All pods, or all templates, of the corpus. */
export function ordinary(kind: "pods" | "templates"): readonly Ordinary[] {
  return readdirSync(join(__dirname, "corpus", kind)).flatMap((file) =>
    readYaml(`corpus/${kind}/${file}`).map((object, index) => ({ what: `${file}, number ${index + 1}`, object })),
  );
}
