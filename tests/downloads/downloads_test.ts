/**
 * What Deno downloads and caches before a user's first commands have run: each starts with an empty
 * cache, in a copy of the repository. It needs the registry that npm packages come from.
 */
import assert from "node:assert/strict";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { loudDenoCommand, projectFolder } from "../_deno.ts";
import { diskBytes } from "./_disk_bytes.ts";

/** What a command may leave in `DENO_DIR`; Deno itself isn't in there. */
const usual = 40e6;
const generating = 60e6;

const program = "cli/main.ts";
const pack = ["pack", "examples/speech.schema.ts", "examples/clips", "speech.afd"];
const gen = ["gen", "examples/speech.schema.ts", "--out", "generated"];

Deno.test("deno task demo downloads little", async () => {
  using fresh = new FreshMachine();
  await fresh.runs(["task", "demo"], usual);
});

Deno.test("--help downloads little, with and without the task", async () => {
  using fresh = new FreshMachine();
  await fresh.runs(["run", "-A", program, "--help"], usual);
  fresh.empty();
  await fresh.runs(["task", "audiofield", "--help"], usual);
});

Deno.test("pack and verify download little", async () => {
  using fresh = new FreshMachine();
  await fresh.runs(["run", "-A", program, ...pack], usual);
  fresh.empty();
  await fresh.runs(["run", "-A", program, "verify", "speech.afd"], usual);
});

Deno.test("gen downloads no more than the TypeScript compiler", async () => {
  using fresh = new FreshMachine();
  await fresh.runs(["run", "-A", program, ...gen], generating);
});

Deno.test("without a network, a command says which packages it lacks, and what to do", async () => {
  using fresh = new FreshMachine();
  await fresh.runs(["run", "-A", program, ...pack], usual);
  const plot = ["plot", "speech.afd", "--field", "audio", "--record", "0", "--out", "x.png"];
  const stderr = await fresh.failsOffline(["run", "-A", program, ...plot]);
  const [fetching, error] = stderr.trim().split("\n");
  assert.match(fetching!, /^Fetching echarts and @napi-rs\/canvas to draw, about \d+ MB; .* once$/);
  assert.match(error!, /^error\[PackageError\/package-missing\]: Cannot fetch echarts and/);
  assert.match(error!, /with a network/);
});

/** A copy of the repository, and a Deno that has never run anything. */
class FreshMachine implements Disposable {
  readonly #folder = Deno.makeTempDirSync({ prefix: "audiofield_fresh_" });
  readonly #copy = join(this.#folder, "audiofield");
  readonly #cache = join(this.#folder, "deno");

  constructor() {
    const left = new Set([".git", "demo-out", "tests", "docs", "crate"]);
    const isWanted = (path: string) => !left.has(path.slice(path.lastIndexOf("/") + 1));
    for (const name of readdirSync(projectFolder).filter(isWanted)) {
      const filter = isWanted;
      cpSync(join(projectFolder, name), join(this.#copy, name), { recursive: true, filter });
    }
  }

  /** Runs Deno, which must succeed without warnings and cache fewer bytes than `limit`. */
  async runs(args: readonly string[], limit: number): Promise<void> {
    const { success, stdout, stderr } = await loudDenoCommand(args, {
      cwd: this.#copy,
      env: { DENO_DIR: this.#cache, NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stderr);
    assert.ok(success, new TextDecoder().decode(stdout) + said);
    assert.doesNotMatch(said, /warning/i);
    const bytes = diskBytes(this.#cache);
    const title = `deno ${args.join(" ")}: ${(bytes / 1e6).toFixed(1)} MB`;
    assert.ok(bytes > 1e6, `${title}, which is too little for an empty cache`);
    assert.ok(bytes < limit, `${title}, more than ${limit / 1e6} MB`);
  }

  /** Runs Deno without access to a registry, which must fail, and returns its output. */
  async failsOffline(args: readonly string[]): Promise<string> {
    const nowhere = "http://127.0.0.1:9";
    const { success, stderr } = await loudDenoCommand(args, {
      cwd: this.#copy,
      env: {
        ...{ DENO_DIR: this.#cache, NO_COLOR: "1" },
        ...{ HTTPS_PROXY: nowhere, HTTP_PROXY: nowhere, NO_PROXY: "" },
      },
    }).output();
    assert.ok(!success);
    return new TextDecoder().decode(stderr);
  }

  /** Empties the cache. */
  empty(): void {
    Deno.removeSync(this.#cache, { recursive: true });
  }

  [Symbol.dispose](): void {
    Deno.removeSync(this.#folder, { recursive: true });
  }
}
