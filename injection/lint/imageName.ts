/** The parts of an image reference. */
export interface ImageName {
  /** Without the registry: `aws-observability/aws-for-fluent-bit`. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  readonly tag: string | undefined;
  readonly hasDigest: boolean;
}

/** Takes an image reference apart, as far as it is one. Its first part is a registry if it looks like a host. */
export function imageName(image: string): ImageName {
  const [reference = "", digest] = image.split("@", 2);
  const lastSlash = reference.lastIndexOf("/");
  const colon = reference.indexOf(":", lastSlash);
  const whole = colon === -1 ? reference : reference.slice(0, colon);
  const [first = "", ...others] = whole.split("/");
  const isRegistry = others.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const path = isRegistry ? others.join("/") : whole;
  return {
    path,
    name: path.slice(path.lastIndexOf("/") + 1),
    tag: colon === -1 ? undefined : reference.slice(colon + 1),
    hasDigest: digest !== undefined && digest !== "",
  };
}
