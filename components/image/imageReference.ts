/** The parts of a reference such as `registry/repository:tag@sha256:…`. */
export interface ImageReferenceParts {
  /** Registry and repository. */
  repository: string;
  /** Empty where the reference has none. */
  digest: string;
}

/** Takes a reference apart that is known to be one. */
export function parseImageReference(reference: string): ImageReferenceParts {
  const [name = "", digest = ""] = reference.split("@");
  // A ":" before the last "/" is that of a port.
  return { repository: name.replace(/:[^/:]*$/, ""), digest };
}
