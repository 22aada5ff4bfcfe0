import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import {
  compileConfiguration,
  decide,
  formatProblem,
  isJsonObject,
  parseSidecarConfiguration,
  parseYamlText,
  type JsonObject,
  type JsonValue,
} from "../../../injection";
import type { MinimumRequest } from "../../../injection/fargate/fitSidecars";
import { FARGATE_SIZES } from "../../../injection/fargate/fargateSize";
import { fitSidecars, withRequest } from "../../../injection/fargate/fitSidecars";
import { LIST_PRICES } from "../../../injection/fargate/listPrices";
import { containerRequest } from "../../../injection/fargate/podRequest";

describe("the page about sizes and prices", () => {
  const page = readFileSync(join(__dirname, "../../../docs/fargate-sizes.md"), "utf8");
  // Stack configuration is in YAML too.
  const data = Object.fromEntries(yamlEntries(page).filter(([name]) => name !== "config"));
  const configuration = parseSidecarConfiguration(data);

  it("has the sizes that the code has", () => {
    const sizes = rowsOf(page, "vCPU").flatMap(([vcpu, memory]) =>
      numbersIn(memory ?? "").map((gb) => ({ milliCpu: Number(vcpu) * 1000, memoryMiB: gb * 1024 })),
    );
    assert.deepEqual(sizes, FARGATE_SIZES);
    assert.match(page, new RegExp(`in one of ${FARGATE_SIZES.length} sizes`));
  });

  it("has the list prices that the code has", () => {
    const rows = rowsOf(page, "region");
    const expected = Object.entries(LIST_PRICES).map(([region, { perVcpu, perGb, storage }]) =>
      [`\`${region}\``, perVcpu, perGb, storage?.perGb ?? "unknown"].map(String),
    );
    assert.deepEqual(rows, expected);
  });

  it("names the source of each price", () => {
    for (const [region, { source, storage }] of Object.entries(LIST_PRICES)) {
      assert.ok(page.includes(source.url), region);
      if (storage === undefined) continue;
      const isPriceList = storage.source.url.startsWith("https://pricing.us-east-1.amazonaws.com/");
      assert.ok(isPriceList ? page.includes(`\`${region}\``) : page.includes(storage.source.url), region);
    }
  });

  it("shows settings and a template without problems, of which nothing is found fault with", () => {
    assert.deepEqual(Object.keys(data).sort(), ["_settings", "default"]);
    assert.deepEqual(configuration.problems.map(formatProblem), []);
    assert.deepEqual(configuration.findings, []);
  });

  it("says what becomes of the template in a pod with 50m and 106Mi left", () => {
    const pod = {
      metadata: { labels: { "eks.amazonaws.com/fargate-profile": "default" } },
      spec: {
        schedulerName: "fargate-scheduler",
        containers: [{ name: "app", image: "app:1", resources: { requests: { cpu: "200m", memory: "150Mi" } } }],
      },
    };
    const { size, patch } = decide(pod, "shop", compileConfiguration(configuration, { nativeSidecars: true }));
    assert.equal(size?.after?.size, size?.before?.size);
    const added = JSON.stringify(patch?.operations);
    assert.match(added, /"requests":\{"cpu":"50m","memory":"89Mi"\}/);
  });

  it("says what becomes of two sidecars that share what is left", () => {
    const rows = rowsOf(page, "container").map((cells) => cells.map((cell) => cell.replaceAll("`", "").split(", ")));
    const containers = rows.map(([[name = ""] = [], [cpu = "", memory = ""] = []]) => ({
      name,
      resources: { requests: { cpu, memory } },
    }));
    const minimums = rows.flatMap(([[name = ""] = [], , [cpu = "", memory = ""] = []]) =>
      cpu === "" ? [] : [[name, leastOf({ requests: { cpu, memory } })] as const],
    );
    const pod = { containers, initContainers: [], resources: undefined, overhead: undefined };
    const lowered = fitSidecars(pod, new Map(minimums));
    const given = containers.map((container) => {
      const request = lowered?.get(container.name);
      return request === undefined ? container : withRequest(container, request);
    });
    assert.deepEqual(
      given.map(({ resources }) => Object.values(resources.requests)),
      rows.map(([, , , gets]) => gets),
    );
  });
});

function leastOf(resources: JsonObject): MinimumRequest {
  const { milliCpu, memoryBytes } = containerRequest({ resources });
  return { milliCpu, memoryBytes };
}

/** The entries of all blocks: name and text of each. */
function yamlEntries(page: string): readonly (readonly [name: string, value: JsonValue])[] {
  return [...page.matchAll(/^( *)```yaml\n([\s\S]*?)^ *```$/gm)].flatMap(([, indent = "", block = ""]) => {
    const result = parseYamlText(block.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
    assert.ok("value" in result && isJsonObject(result.value), block);
    return Object.entries(result.value).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    );
  });
}

/** The cells of the rows of the table whose first heading this is. */
function rowsOf(page: string, heading: string): readonly (readonly string[])[] {
  const lines = page.split("\n");
  const start = lines.findIndex((line) => new RegExp(`^\\| ${heading} `).test(line)) + 2;
  assert.ok(start > 2, heading);
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return lines.slice(start, start + length).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** `0.5, 1, 2`, or `4 to 16, in steps of 1`. */
function numbersIn(text: string): readonly number[] {
  const range = /^(\d+) to (\d+), in steps of (\d+)$/.exec(text);
  if (range === null) return text.split(", ").map(Number);
  const [from = 0, to = 0, step = 0] = range.slice(1).map(Number);
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}
