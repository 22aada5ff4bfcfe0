import { RegistryClient } from "../../image/registryClient";

/** What repositories hold: the tags in a registry, or those that a test says. */
export interface Images {
  /** Host and port, as in `repositoryUrl`. */
  registry: string;
  tagsOf(repositoryName: string): Promise<readonly string[]>;
  deleteAll(repositoryName: string): Promise<void>;
}

/** Those in a registry on this machine, to which images can be pushed. */
export function imagesInRegistry(registry: string): Images {
  const tagsOf = (name: string): Promise<string[]> => new RegistryClient(`${registry}/${name}`).tags();
  return {
    registry,
    tagsOf,
    async deleteAll(name) {
      for (const tag of await tagsOf(name)) {
        const response = await fetch(`http://${registry}/v2/${name}/manifests/${tag}`, { method: "DELETE" });
        if (!response.ok) throw new Error(`the registry does not delete ${name}:${tag}: ${response.status}`);
      }
    },
  };
}

/** Those that a test puts there, by name of the repository. */
export function imagesInMemory(registry: string, tags: Map<string, string[]>): Images {
  return {
    registry,
    tagsOf: (name) => Promise.resolve(tags.get(name) ?? []),
    deleteAll(name) {
      tags.delete(name);
      return Promise.resolve();
    },
  };
}
