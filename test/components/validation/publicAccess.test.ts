import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { CIDR, only, refuses, warningsOf } from "./clusterFindings";

refuses("public access", {
  "no ranges": [
    { publicAccessCidrs: undefined },
    "publicAccessCidrs: is required: the address ranges from which the API server may be reached, such as " +
      '["81.2.69.142/32"]; or set endpointPublicAccess to false',
  ],
  "an empty list, which EKS takes for everybody": [{ publicAccessCidrs: [] }, /^publicAccessCidrs: is empty/],
  "ranges of an endpoint that is off": [
    { endpointPublicAccess: false },
    "publicAccessCidrs: cannot be given while endpointPublicAccess is false: there is no public endpoint to limit",
  ],
  "an address without the length of its prefix": [
    { publicAccessCidrs: ["81.2.69.142"] },
    'publicAccessCidrs[0]: "81.2.69.142" is an address, not a range; give "81.2.69.142/32"',
  ],
  "bits behind the prefix": [
    { publicAccessCidrs: [CIDR, "81.2.69.142/24"] },
    'publicAccessCidrs[1]: "81.2.69.142/24" does not begin where its range does; give "81.2.69.0/24"',
  ],
  "a private range": [
    { publicAccessCidrs: ["192.168.0.0/24"] },
    'publicAccessCidrs[0]: "192.168.0.0/24" is not public, and EKS refuses it; ' +
      'give the address that the internet sees, as "81.2.69.142/32"',
  ],
  "a range of documentation": [{ publicAccessCidrs: ["203.0.113.0/24"] }, /is not public, and EKS refuses it/],
  IPv6: [{ publicAccessCidrs: ["2001:db8::/32"] }, /^publicAccessCidrs\[0\]: .* is not an IPv4 address range/],
  "more ranges than EKS takes": [
    { publicAccessCidrs: Array.from({ length: 41 }, (_, index) => `81.2.69.${index}/32`) },
    "publicAccessCidrs: 41 ranges; EKS takes up to 40",
  ],
});

describe("public access", () => {
  it("warns of an API server that everybody can reach", () => {
    assert.match(
      only(warningsOf({ publicAccessCidrs: ["0.0.0.0/0"] })),
      /^publicAccessCidrs: "0\.0\.0\.0\/0" lets everybody on the internet try to log in/,
    );
  });
});
