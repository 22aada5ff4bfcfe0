import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  DependencyInfo,
  GetProgramDependenciesResponse,
  type GetProgramDependenciesRequest,
} from "@pulumi/pulumi/proto/language_pb";

/** What `pulumi about` lists: the direct dependencies of the program's package.json, in their installed versions. */
export function programDependencies(request: GetProgramDependenciesRequest): GetProgramDependenciesResponse {
  const directory = request.getInfo()?.getProgramDirectory() ?? request.getPwd();
  const dependencies = readJson(join(directory, "package.json"))?.dependencies;
  const names = typeof dependencies === "object" && dependencies !== null ? Object.keys(dependencies) : [];
  const found = names.map((name) => {
    const version = readJson(join(directory, "node_modules", name, "package.json"))?.version;
    return new DependencyInfo().setName(name).setVersion(typeof version === "string" ? version : "");
  });
  return new GetProgramDependenciesResponse().setDependenciesList(found);
}

function readJson(file: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
