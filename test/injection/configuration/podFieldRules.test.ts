import { describe } from "mocha";
import {
  checkDnsOptions,
  checkGracePeriod,
  checkHostAliases,
  checkPullSecrets,
} from "../../../injection/configuration/podFieldRules";
import { testRule } from "./rules";

describe("the rules of hostAliases", () => {
  testRule(
    (value, report) => {
      checkHostAliases(value, "x", report);
    },
    [
      ["accept nothing", ""],
      [
        "accept IPv4 and IPv6 addresses with names",
        '[{ip: 127.0.0.1, hostnames: [collector, collector.example.com]}, {ip: "2001:db8::1", hostnames: [collector]}, {ip: "::1", hostnames: [a]}]',
      ],
      [
        "refuse an address without names",
        "[{ip: 10.0.0.1}, {ip: 10.0.0.2, hostnames: []}, {ip: 10.0.0.3, hostnames: [~]}]",
        "x[0].hostnames: must hold at least one name for the address",
        "x[1].hostnames: must hold at least one name for the address",
        "x[2].hostnames[0]: is missing",
      ],
      [
        "refuse names that are no DNS subdomains",
        '[{ip: 10.0.0.1, hostnames: [Collector, a_b, "*.example.com", ""]}]',
        'x[0].hostnames[0]: must be lower-case letters, digits, "-" and ".", but is the string "Collector"',
        'x[0].hostnames[1]: must be lower-case letters, digits, "-" and ".", but is the string "a_b"',
        'x[0].hostnames[2]: must be lower-case letters, digits, "-" and ".", but is the string "*.example.com"',
        "x[0].hostnames[3]: is missing",
      ],
      [
        "refuse what is no address, a leading zero, and a zone",
        '[{ip: localhost, hostnames: [a]}, {ip: 10.0.0.01, hostnames: [a]}, {ip: "fe80::1%eth0", hostnames: [a]}, {ip: 10.0.0.0/8, hostnames: [a]}]',
        'x[0].ip: must be an IPv4 or IPv6 address without leading zeros, but is the string "localhost"',
        'x[1].ip: must be an IPv4 or IPv6 address without leading zeros, but is the string "10.0.0.01"',
        'x[2].ip: must be an IPv4 or IPv6 address without leading zeros, but is the string "fe80::1%eth0"',
        'x[3].ip: must be an IPv4 or IPv6 address without leading zeros, but is the string "10.0.0.0/8"',
      ],
      [
        "refuse an IPv4 address in the form of IPv6, however it is written",
        '[{ip: "::ffff:10.0.0.1", hostnames: [a]}, {ip: "0:0:0:0:0:FFFF:a00:2", hostnames: [a]}]',
        'x[0].ip: must be written as an IPv4 address, but is the string "::ffff:10.0.0.1"',
        'x[1].ip: must be written as an IPv4 address, but is the string "0:0:0:0:0:FFFF:a00:2"',
      ],
      [
        "accept an address that stands twice, be it written differently",
        '[{ip: "2001:db8::1", hostnames: [a]}, {ip: 10.0.0.1, hostnames: [a]}, {ip: "2001:DB8:0::1", hostnames: [b]}, {ip: 10.0.0.1, hostnames: [b]}]',
      ],
    ],
  );
});

describe("the rules of dnsConfig.options", () => {
  testRule(
    (value, report) => {
      checkDnsOptions(value, "x", report);
    },
    [
      ["accept nothing", ""],
      [
        "accept options with and without a value, and such as they do not know",
        '[{name: ndots, value: "2"}, {name: edns0}, {name: single-request, value: ""}, {name: future, value: a}]',
      ],
      [
        "refuse an option without a name",
        '[{value: "2"}, {name: ""}]',
        "x[0].name: is missing",
        "x[1].name: is missing",
      ],
      [
        "refuse a value in the name",
        '[{name: "ndots:5"}, {name: "edns0 rotate"}]',
        'x[0].name: must be a name without its value, which stands in value, but is the string "ndots:5"',
        'x[1].name: must be a name without its value, which stands in value, but is the string "edns0 rotate"',
      ],
      [
        "refuse a number that is missing or none",
        '[{name: ndots}, {name: timeout, value: 2s}, {name: attempts, value: "-1"}]',
        "x[0].value: must be a whole number in quotes, but is empty",
        'x[1].value: must be a whole number in quotes, but is the string "2s"',
        'x[2].value: must be a whole number in quotes, but is the string "-1"',
      ],
      [
        "refuse a value of more lines",
        '[{name: future, value: "a\\nnameserver 10.0.0.1"}]',
        'x[0].value: must be a value without spaces, but is the string "a\\nnameserver 10.0.0.1"',
      ],
      [
        "refuse an option that stands twice",
        '[{name: ndots, value: "1"}, {name: ndots, value: "2"}]',
        'x[1].name: "ndots" stands already at x[0].name',
      ],
    ],
  );
});

describe("the rules of terminationGracePeriodSeconds", () => {
  testRule(
    (value, report) => {
      checkGracePeriod(value, "x", report);
    },
    [
      ["accept nothing", ""],
      ["accept 0", "0"],
      ["accept 31 bits", "2147483647"],
      ["refuse a negative number", "-1", "x: must be from 0 to 2147483647, but is -1"],
      ["refuse more than 31 bits", "2147483648", "x: must be from 0 to 2147483647, but is 2147483648"],
    ],
  );
});

describe("the rules of imagePullSecrets", () => {
  testRule(
    (value, report) => {
      checkPullSecrets(value, "x", report);
    },
    [
      ["accept nothing", ""],
      ["accept names of Secrets", "[{name: registry}, {name: registry.example.com}]"],
      ["refuse a Secret without a name", "[{}, {name: ''}]", "x[0].name: is missing", "x[1].name: is missing"],
      [
        "refuse a name that no Secret can have",
        "[{name: My_Registry}]",
        'x[0].name: must be lower-case letters, digits, "-" and ".", but is the string "My_Registry"',
      ],
      [
        "refuse a Secret that stands twice",
        "[{name: a}, {name: b}, {name: a}]",
        'x[2].name: "a" stands already at x[0].name',
      ],
    ],
  );
});
