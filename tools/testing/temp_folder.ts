import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What ONNX Runtime writes to the temporary folder of any process that loads it. */
const notOurs = /^(\.ses|mat-debug-\d+\.log)$/;

/** A temporary folder for tests, empty at first, that says what tests left in it. */
export class TempFolder implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), "audiofield_tests_"));

  /** The names of leftovers, with a `/` after folders; the leftovers are removed. */
  takeLeftovers(): string[] {
    const left = readdirSync(this.path, { withFileTypes: true });
    for (const { name } of left) rmSync(join(this.path, name), { recursive: true, force: true });
    return left.filter(({ name }) => !notOurs.test(name)).map((entry) =>
      entry.isDirectory() ? `${entry.name}/` : entry.name
    ).sort();
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
