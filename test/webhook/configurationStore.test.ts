import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { createConfigurationStore, type ConfigurationState } from "../../webhook/configuration/configurationStore";

/** The state of a store that has got this configuration and no other. */
function stateOf(data: Readonly<Record<string, string>>): ConfigurationState {
  const store = createConfigurationStore({ nativeSidecars: true }, () => undefined);
  store.update({ data, problems: [] });
  assert.ok(store.state !== undefined);
  assert.deepEqual(store.state.problems, []);
  return store.state;
}

describe("The hash of a sidecar configuration", () => {
  const templates = {
    fargate: "spec: {containers: [{name: a, image: 'a:1'}]}",
    appmesh: "kind: appmesh\nmesh: m\nregion: eu-west-1",
  };
  for (const [kind, template] of Object.entries(templates)) {
    const withLevels = (levels: string): ConfigurationState => stateOf({ default: `${template}\nlint: {${levels}}` });

    it(`is another one where a template of kind ${kind} has other levels of lint rules, though its own stays`, () => {
      const states = ["", "privileged: warn", "privileged: off"].map(withLevels);
      assert.equal(new Set(states.map(({ hash }) => hash)).size, 3);
      assert.equal(new Set(states.flatMap((state) => state.templates.map(({ hash }) => hash))).size, 1);
    });

    it(`is the same where a template of kind ${kind} has its levels in another order`, () => {
      const one = withLevels("privileged: warn, host-port: off");
      assert.equal(one.hash, withLevels("host-port: off, privileged: warn").hash);
    });
  }

  it("is another one where a level is that of one template and not of all", () => {
    const ofAll = stateOf({ default: templates.fargate, _settings: "lint: {privileged: warn}" });
    const ofOne = stateOf({ default: `${templates.fargate}\nlint: {privileged: warn}` });
    assert.notEqual(ofAll.hash, ofOne.hash);
  });
});
