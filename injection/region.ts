/** Tells whether a text has the form of the name of a region of AWS, such as `eu-west-1` or `us-gov-east-1`. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,4}(-[a-z]+){1,3}-[0-9]{1,2}$/.test(text);
}
