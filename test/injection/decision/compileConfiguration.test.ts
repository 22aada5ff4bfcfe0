import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { clusterFeatures, compileConfiguration, parseSidecarConfiguration } from "../../../injection";
import type { CompiledConfiguration } from "../../../injection";

describe("what a cluster can do", () => {
  const versions: readonly (readonly [version: string, nativeSidecars: boolean | undefined])[] = [
    ["1.28", false],
    ["1.29", true],
    ["1.36", true],
    ["v1.36.3", true],
    ["1.28+", false],
    ["v1.34.1-eks-113cf36", true],
    ["1.100", true],
    ["2.0", true],
    ["0.30", false],
    [" 1.30\n", true],
    ["", undefined],
    ["latest", undefined],
    ["1", undefined],
    ["1.x", undefined],
    ["1.36a", undefined],
  ];
  for (const [version, nativeSidecars] of versions)
    it(`is ${nativeSidecars === undefined ? "not known" : nativeSidecars ? "native sidecars" : "ordinary containers"} in version ${JSON.stringify(version)}`, () => {
      assert.equal(clusterFeatures(version)?.nativeSidecars, nativeSidecars);
    });
});

describe("a compiled configuration", () => {
  const spec = "spec: {containers: [{name: a, image: b}]}";

  it("gives a profile's templates in the order in which they apply, the invalid ones last", () => {
    const configuration = compile({
      web: spec,
      bad: "profiles: [web]\nspec: {}",
      all: `profiles: ["*"]\n${spec}`,
      late: `profiles: [web, "w*"]\norder: 1\n${spec}`,
      other: `profiles: [other]\n${spec}`,
    });
    assert.deepEqual(namesFor(configuration, "web"), ["all", "web", "late", "bad"]);
    assert.deepEqual(namesFor(configuration, "other"), ["all", "other"]);
    assert.deepEqual(namesFor(configuration, "w"), ["all", "late"]);
    assert.deepEqual(namesFor(configuration, "WEB"), ["all"]);
  });

  it("answers rightly for more profiles than it remembers", () => {
    const configuration = compile({ web: spec, "team-7": spec, team: `profiles: ["team-*"]\n${spec}` });
    for (let round = 0; round < 2; round++)
      for (let index = 0; index < 2_500; index++)
        assert.deepEqual(namesFor(configuration, `team-${index}`), index === 7 ? ["team", "team-7"] : ["team"]);
  });

  it("finds the templates of one profile among a thousand", () => {
    const data = Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`team-${index}`, spec]));
    assert.deepEqual(namesFor(compile(data), "team-500"), ["team-500"]);
  });
});

function compile(data: Readonly<Record<string, string>>): CompiledConfiguration {
  return compileConfiguration(parseSidecarConfiguration(data), { nativeSidecars: true });
}

function namesFor(configuration: CompiledConfiguration, profile: string): readonly string[] {
  return configuration.templatesFor(profile).map(({ name }) => name);
}
