import { styleText } from "node:util";

/** Where the demonstration prints. Headings are numbered in the order in which they come. */
export interface Screen {
  heading(text: string): void;
  line(text?: string): void;
  /** A name and its value, in two columns. */
  row(name: string, value: string): void;
  /** Pulumi's output, as it comes: what it has done, without what it is about to do. */
  pulumi(text: string): void;
}

export function createScreen(stream: NodeJS.WriteStream): Screen {
  let step = 0;
  let unfinished = "";
  const print = (text: string): void => void stream.write(`${text}\n`);
  return {
    heading(text) {
      step += 1;
      print(`\n${styleText("bold", `${step}. ${text}`, { stream })}`);
    },
    line(text = "") {
      print(text === "" ? "" : `   ${text}`);
    },
    row(name, value) {
      print(`   ${name.padEnd(16)} ${value}`);
    },
    pulumi(text) {
      const lines = (unfinished + text).split("\n");
      unfinished = lines.pop() ?? "";
      for (const line of lines)
        if (line.trim() !== "" && !PASSING.test(line)) print(styleText("dim", `   │ ${line.trimEnd()}`, { stream }));
    },
  };
}

/** Lines of Pulumi that say nothing new: what it is about to do, what stays as it is, hints for the stack's removal. */
const PASSING = new RegExp(
  [
    /^ *[-+~]+ .*(\b(creating|updating|deleting|refreshing)\b|refresh \()/,
    /^ {4}[\w-]+:[\w./-]+:\w+ /,
    /^(The resources in the stack|If you want to remove)/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

/** How long something took, for a reader: `3.2 s` or `41.2 ms`. */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1_000 ? `${milliseconds.toFixed(1)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}
