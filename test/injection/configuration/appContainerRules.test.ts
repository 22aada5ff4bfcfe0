import { describe } from "mocha";
import { checkAppContainers } from "../../../injection/configuration/appContainerRules";
import { testRule } from "./rules";

describe("the rules of appContainers", () => {
  testRule(
    (value, report) => {
      checkAppContainers(value, new Set(["log"]), "x", report);
    },
    [
      ["accept nothing", ""],
      [
        "accept variables, sources and mounts for all containers or some",
        "[{env: [{name: A, value: a}], volumeMounts: [{name: log, mountPath: /log}]}, {names: [web, job-*], envFrom: [{configMapRef: {name: c}}]}]",
      ],
      [
        "refuse names that are empty, and a list without any",
        '[{names: [], env: [{name: A}]}, {names: ["", web], env: [{name: B}]}]',
        'x[0].names: must hold at least one name, which may hold "*" and "?"; leave it out for all',
        'x[1].names[0]: must be a name, which may hold "*" and "?", but is empty',
      ],
      [
        "refuse a name that no container can have",
        '[{names: [Web_1, "*"], env: [{name: A}]}]',
        'x[0].names[0]: must be lower-case letters, digits and "-", at most 63, but is the string "Web_1"',
      ],
      [
        "refuse what is wrong in a variable",
        "[{env: [{name: A, value: x, valueFrom: {}}], envFrom: [{secretRef: {name: s}, configMapRef: {name: c}}]}]",
        "x[0].env[0]: has both value and valueFrom; give one",
        "x[0].env[0].valueFrom: must have one of fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef",
        "x[0].envFrom[0]: has configMapRef and secretRef; give one of them",
      ],
      [
        "refuse a variable that stands twice in an entry",
        "[{env: [{name: A, value: a}, {name: B}, {name: A, value: a}]}]",
        'x[0].env[2].name: "A" stands already at x[0].env[0].name',
      ],
      [
        "refuse a mount of a volume that the template does not bring, and one that only privileged containers have",
        "[{volumeMounts: [{name: data, mountPath: /data}, {name: log, mountPath: /log, mountPropagation: Bidirectional}]}]",
        'x[0].volumeMounts[0].name: no volume "data" in spec.volumes, which has log',
        "x[0].volumeMounts[1].mountPropagation: Bidirectional is only for privileged containers",
      ],
      [
        "refuse two mounts at one path in an entry",
        "[{volumeMounts: [{name: log, mountPath: /log}, {name: log, mountPath: /log}]}]",
        'x[0].volumeMounts[1].mountPath: "/log" stands already at x[0].volumeMounts[0].mountPath',
      ],
      [
        "refuse an entry that adds nothing",
        "[{}, {names: [web], env: [], envFrom: ~}]",
        "x[0]: adds nothing; give at least one of env, envFrom, volumeMounts",
        "x[1]: adds nothing; give at least one of env, envFrom, volumeMounts",
      ],
      [
        "refuse a variable that two entries give differently to every container",
        "[{env: [{name: A, value: a}]}, {names: ['*'], env: [{name: B}, {name: A, value: b}]}]",
        "x[1].env[1]: gives A differently from x[0].env[0], which goes first and is for the same container",
      ],
      [
        "refuse a variable that a container gets differently by its name and by a pattern",
        "[{names: [job-*], env: [{name: A, value: a}]}, {names: [web, job-1], env: [{name: A, value: b}]}, {names: [job-*], env: [{name: A}]}]",
        "x[1].env[0]: gives A differently from x[0].env[0], which goes first and is for the same container",
        "x[2].env[0]: gives A differently from x[0].env[0], which goes first and is for the same container",
      ],
      [
        "refuse a path where two entries mount differently in the same container",
        "[{volumeMounts: [{name: log, mountPath: /log}]}, {names: [web], volumeMounts: [{name: log, mountPath: /log, readOnly: true}]}]",
        "x[1].volumeMounts[0]: gives /log differently from x[0].volumeMounts[0], which goes first and is for the same container",
      ],
      [
        "accept what two entries give alike, in any order of fields and with fields left empty",
        "[{env: [{name: A, value: a}]}, {names: [web], env: [{value: a, name: A, valueFrom: ~}]}]",
      ],
      [
        "accept what some containers get differently from all that come after them",
        "[{names: [web], env: [{name: A, value: a}]}, {env: [{name: A, value: b}]}]",
      ],
      [
        "accept what two entries give differently to other containers, or perhaps the same",
        "[{names: [web], env: [{name: A, value: a}]}, {names: [job], env: [{name: A, value: b}]}, {names: [w-*], env: [{name: A}]}, {names: ['*-1'], env: [{name: A, value: c}]}]",
      ],
    ],
  );
});
