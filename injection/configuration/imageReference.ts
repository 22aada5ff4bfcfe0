/**
 * Tells whether a text is an image reference: a host with a port or without, a path in lower case, a tag, a digest.
 * A container with anything else never starts (InvalidImageName), and the API server does not say so. Source: the
 * grammar at https://github.com/distribution/reference/blob/main/reference.go
 */
export function isImageReference(text: string): boolean {
  return text.length <= LONGEST && REFERENCE.test(text);
}

/** The API server takes an image of any length, and a pattern takes its time over a megabyte. */
const LONGEST = 1_000;

const REFERENCE = (() => {
  const host = "(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?";
  const component = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
  const digest = "(?:sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})";
  return new RegExp(`^(?:${host}/)?${component}(?:/${component})*(?::[\\w][\\w.-]{0,127})?(?:@${digest})?$`);
})();
