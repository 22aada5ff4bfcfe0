import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleWebhook } from "../../../webhook/build";

const ROOT = join(__dirname, "..", "..", "..");
const BUNDLE = join("dist", "webhook", "server.js");

/** What this package is once it is built, at another place, where a test may change it. */
export class PackageCopy {
  readonly directory = mkdtempSync(join(tmpdir(), "package-"));

  static async create(): Promise<PackageCopy> {
    const copy = new PackageCopy();
    for (const folder of ["components", "injection", "webhook"]) {
      cpSync(join(ROOT, folder), join(copy.directory, folder), { recursive: true });
    }
    symlinkSync(join(ROOT, "node_modules"), join(copy.directory, "node_modules"));
    mkdirSync(join(copy.directory, "dist", "webhook"), { recursive: true });
    await bundleWebhook(join(copy.directory, BUNDLE));
    return copy;
  }

  /** Path from which programs import a module of the package. */
  module(path: string): string {
    return join(this.directory, path);
  }

  /** Makes another webhook of it. */
  changeBundle(): void {
    const bundle = join(this.directory, BUNDLE);
    writeFileSync(bundle, `${readFileSync(bundle, "utf8")}// changed\n`);
  }

  /** Makes the same files anew, as another user would have unpacked them: at another time, with other modes. */
  unpackAgain(): void {
    const bundle = join(this.directory, BUNDLE);
    writeFileSync(bundle, readFileSync(bundle));
    chmodSync(bundle, 0o600);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
