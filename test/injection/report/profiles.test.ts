import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { profilesNamed } from "../../../injection/report/profiles";
import type { SizeReportInput } from "../../../injection/report/sizeReport";
import { reportInput, sidecarTemplate } from "./reportInput";

/** The profiles named, by templates of these profiles and whatever else there is. */
function namedBy(templates: Readonly<Record<string, string>>, about: Partial<SizeReportInput> = {}): readonly string[] {
  const data = Object.entries(templates).map(([name, profiles], index) => {
    const more = profiles === "" ? "" : `profiles: [${profiles}]`;
    return [name, sidecarTemplate(`sidecar-${index}`, "1m", "1Mi", more)] as const;
  });
  return profilesNamed(reportInput(Object.fromEntries(data), about));
}

describe("The profiles of a cluster of which no more is known", () => {
  it("are those that templates name without wildcards, where no template is for others alone", () => {
    assert.deepEqual(namedBy({ shop: "web, 'team-*', batch", batch: "", _all: "", most: "'w*'" }), ["batch", "web"]);
  });

  it("are those of typical pods and of namespaces, too", () => {
    const about: Partial<SizeReportInput> = {
      typicalPods: new Map([
        ["web", { profile: "team-a" }],
        ["api", {}],
      ]),
      namespacePolicies: new Map([
        ["shop", { profiles: ["team-b"] }],
        ["other", {}],
      ]),
    };
    assert.deepEqual(namedBy({ teams: "'team-*'", web: "" }, about), ["team-a", "team-b", "web"]);
  });

  it("are any where templates have only patterns, but none where another one is for the template as well", () => {
    assert.deepEqual(namedBy({ _all: "" }), ["*"]);
    assert.deepEqual(namedBy({ _all: "", a: "'*-a', '*'", teams: "'team-*'" }), ["team-*"]);
    assert.deepEqual(namedBy({ web: "", teams: "'team-*', 'group-*'" }), ["web", "team-*"]);
  });

  it("are any where there are no templates but those of the mesh, which are for all", () => {
    assert.deepEqual(profilesNamed(reportInput({ mesh: "{kind: appmesh, mesh: m, region: eu-west-1}" })), ["*"]);
  });
});
