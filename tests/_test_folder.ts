import { join } from "node:path";

/** A temporary folder for a test, removed with all its contents however the test ends. */
export class TestFolder implements Disposable {
  readonly path: string = Deno.makeTempDirSync({ prefix: "audiofield_test_" });

  /** A file's path in this folder. */
  file(name: string): string {
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
