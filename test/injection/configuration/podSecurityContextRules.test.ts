import { describe } from "mocha";
import { checkPodSecurityContext } from "../../../injection/configuration/podSecurityContextRules";
import { checkSecurityContext } from "../../../injection/configuration/securityContextRules";
import { testRule, type RuleRow } from "./rules";

const SAFE_SYSCTLS =
  "kernel.shm_rmid_forced, net.ipv4.ip_local_port_range, net.ipv4.ip_local_reserved_ports, net.ipv4.ip_unprivileged_port_start, net.ipv4.ping_group_range, net.ipv4.tcp_syncookies";

/** What containers and pods have alike. */
const SHARED: readonly RuleRow[] = [
  ["accept no fields", "{}"],
  [
    "accept ids of 31 bits, and profiles",
    "{runAsUser: 0, runAsGroup: 2147483647, runAsNonRoot: false, seccompProfile: {type: Localhost, localhostProfile: profiles/a.json}, appArmorProfile: {type: RuntimeDefault}}",
  ],
  [
    "refuse ids that are negative or of more than 31 bits",
    "{runAsUser: -1, runAsGroup: 2147483648}",
    "x.runAsUser: must be from 0 to 2147483647, but is -1",
    "x.runAsGroup: must be from 0 to 2147483647, but is 2147483648",
  ],
  [
    "refuse a profile of an unknown type",
    "{seccompProfile: {type: runtime/default}, appArmorProfile: {type: Complain}}",
    'x.seccompProfile.type: must be one of RuntimeDefault, Localhost, Unconfined, but is the string "runtime/default"',
    'x.appArmorProfile.type: must be one of RuntimeDefault, Localhost, Unconfined, but is the string "Complain"',
  ],
  [
    "refuse a local profile that is not named, and a name for another one",
    '{seccompProfile: {type: RuntimeDefault, localhostProfile: a}, appArmorProfile: {type: Localhost, localhostProfile: ""}}',
    "x.seccompProfile.localhostProfile: is only for type Localhost",
    "x.appArmorProfile.localhostProfile: is missing",
  ],
  [
    "refuse a seccomp profile outside of its folder",
    "{seccompProfile: {type: Localhost, localhostProfile: ../a.json}}",
    'x.seccompProfile.localhostProfile: must be a relative path without "..", but is the string "../a.json"',
  ],
  [
    "accept an AppArmor profile whose name is a path",
    "{appArmorProfile: {type: Localhost, localhostProfile: /usr/bin/agent}}",
  ],
  [
    "refuse an AppArmor profile with spaces around its name",
    '{appArmorProfile: {type: Localhost, localhostProfile: " agent"}}',
    'x.appArmorProfile.localhostProfile: must be without spaces around it, but is the string " agent"',
  ],
  [
    "refuse an AppArmor profile with a line separator at its end that only the API server takes for white space",
    '{appArmorProfile: {type: Localhost, localhostProfile: "agent\\u0085"}}',
    'x.appArmorProfile.localhostProfile: must be without spaces around it, but is the string "agent\u0085"',
  ],
  [
    "refuse an AppArmor profile with too long a name",
    `{appArmorProfile: {type: Localhost, localhostProfile: ${"é".repeat(2048)}}}`,
    "x.appArmorProfile.localhostProfile: must be at most 4095 bytes",
  ],
  [
    "refuse options for Windows",
    "{windowsOptions: {hostProcess: false}}",
    "x.windowsOptions: is not for Fargate, which runs Linux only",
  ],
];

describe("the rules of a container's securityContext", () => {
  testRule((value, report) => {
    checkSecurityContext(value, "x", report);
  }, SHARED);
});

describe("the rules of a pod's securityContext", () => {
  testRule(
    (value, report) => {
      checkPodSecurityContext(value, "x", report);
    },
    [
      ...SHARED,
      ["leave a wrong type to the check of types", "[a]"],
      [
        "accept groups, their policy and SELinux options",
        "{fsGroup: 1337, supplementalGroups: [0, 5], fsGroupChangePolicy: OnRootMismatch, seLinuxOptions: {level: 's0:c1', type: ''}}",
      ],
      [
        "refuse groups that are negative or of more than 31 bits",
        "{fsGroup: 2147483648, supplementalGroups: [1, -1]}",
        "x.fsGroup: must be from 0 to 2147483647, but is 2147483648",
        "x.supplementalGroups[1]: must be from 0 to 2147483647, but is -1",
      ],
      [
        "refuse an unknown policy for the group of files, and an empty one",
        '{fsGroupChangePolicy: ""}',
        'x.fsGroupChangePolicy: must be one of Always, OnRootMismatch, but is the string ""',
      ],
      [
        "refuse policies that came after Kubernetes 1.28",
        "{supplementalGroupsPolicy: Strict, seLinuxChangePolicy: Recursive}",
        "x.supplementalGroupsPolicy: is not for templates: not every Kubernetes version takes it",
        "x.seLinuxChangePolicy: is not for templates: not every Kubernetes version takes it",
      ],
      [
        "accept sysctls that every kubelet sets",
        '{sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "0"}, {name: kernel.shm_rmid_forced, value: "1"}]}',
      ],
      [
        "refuse sysctls that a kubelet sets only with permission, and any in another spelling",
        '{sysctls: [{name: net.core.somaxconn, value: "1024"}, {name: net/ipv4/tcp_syncookies, value: "1"}]}',
        `x.sysctls[0].name: must be one of ${SAFE_SYSCTLS}, which need no permission of the kubelet, but is the string "net.core.somaxconn"`,
        `x.sysctls[1].name: must be one of ${SAFE_SYSCTLS}, which need no permission of the kubelet, but is the string "net/ipv4/tcp_syncookies"`,
      ],
      [
        "refuse a sysctl that stands twice",
        '{sysctls: [{name: net.ipv4.tcp_syncookies, value: "0"}, {name: net.ipv4.tcp_syncookies, value: "0"}]}',
        'x.sysctls[1].name: "net.ipv4.tcp_syncookies" stands already at x.sysctls[0].name',
      ],
    ],
  );
});
