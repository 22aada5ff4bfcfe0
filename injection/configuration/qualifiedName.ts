import { isDnsSubdomain } from "./commonRules";

const NAME = /^[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?$/;

/** What such a key is, in words. */
export const QUALIFIED_NAME =
  'at most 63 letters, digits, "-", "_" and ".", with a DNS name and "/" before it or without';

/**
 * Tells whether a text may be the key of a label or annotation: a name of at most 63 characters, with a DNS subdomain
 * and a slash before it or without. Source: k8s.io/apimachinery, pkg/util/validation, IsQualifiedName.
 */
export function isQualifiedName(key: string): boolean {
  const slash = key.indexOf("/");
  return (slash < 0 || isDnsSubdomain(key.slice(0, slash))) && NAME.test(key.slice(slash + 1));
}
