import assert from "node:assert/strict";
import { parseCommand } from "../../../local/command/parseCommand";

function wrongMessage(...words: string[]): string {
  const command = parseCommand(words);
  return command.kind === "wrong" ? command.message : assert.fail(`understood as ${command.kind}`);
}

describe("the command line of npm run local", () => {
  it("gives up a profile for the namespace default where none is named", () => {
    assert.deepEqual(parseCommand(["up"]), {
      kind: "up",
      fargateProfiles: [{ name: "default", selectors: [{ namespace: "default" }] }],
    });
  });

  it("takes several profiles, in both spellings, each with several namespaces", () => {
    assert.deepEqual(parseCommand(["up", "--profile", "a=x,y-*", "--profile=b=z"]), {
      kind: "up",
      fargateProfiles: [
        { name: "a", selectors: [{ namespace: "x" }, { namespace: "y-*" }] },
        { name: "b", selectors: [{ namespace: "z" }] },
      ],
    });
  });

  it("names what is wrong", () => {
    assert.equal(wrongMessage(), "a command is missing");
    assert.equal(wrongMessage("start"), "unknown command start");
    assert.equal(wrongMessage("down", "now"), "down takes no arguments, but got now");
    assert.equal(wrongMessage("up", "--profiles=a=b"), "up does not know --profiles=a=b");
    assert.match(wrongMessage("up", "--profile"), /but got nothing$/);
    assert.match(wrongMessage("up", "--profile", "a=b,"), /but got a=b,$/);
    assert.equal(wrongMessage("up", "--profile=a=b", "--profile=a=c"), "profile a is given twice");
  });
});
