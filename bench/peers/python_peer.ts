import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { stderr } from "node:process";
import { fileURLToPath } from "node:url";

/** A Python process that runs reference libraries on request. */
export class PythonPeer implements Disposable {
  /** What it can run. */
  readonly cases: readonly string[];
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #lines: AsyncIterator<string>;

  private constructor(
    process: ChildProcessWithoutNullStreams,
    lines: AsyncIterator<string>,
    cases: readonly string[],
  ) {
    this.#process = process;
    this.#lines = lines;
    this.cases = cases;
  }

  /**
   * Starts one of the programs beside this file, or says why it can't; `PYTHON` names an
   * interpreter other than `python3`.
   */
  static async start(name: string, args: readonly string[]): Promise<PythonPeer | string> {
    const python = Deno.env.get("PYTHON") ?? "python3";
    if (spawnSync(python, ["-c", "import numpy"]).status !== 0) {
      return `${python} with numpy isn't installed; see bench/peers/requirements.txt, set PYTHON`;
    }
    const program = fileURLToPath(new URL(name, import.meta.url));
    const process = spawn(python, [program, ...args]);
    process.stderr.pipe(stderr);
    const lines = createInterface({ input: process.stdout })[Symbol.asyncIterator]();
    const first = await lines.next();
    if (first.done) return `${python} can't run bench/peers/${name}`;
    return new PythonPeer(process, lines, JSON.parse(first.value));
  }

  /** Milliseconds of one run. */
  async run(name: string): Promise<number> {
    return Number(await this.#answer(name));
  }

  /** What one run took, for programs that print milliseconds of wall time and of the processor. */
  async cost(name: string): Promise<{ wall: number; processor: number }> {
    const [wall = NaN, processor = NaN] = (await this.#answer(name)).split(" ").map(Number);
    return { wall: wall / 1000, processor: processor / 1000 };
  }

  async #answer(name: string): Promise<string> {
    this.#process.stdin.write(`${name}\n`);
    const answer = await this.#lines.next();
    if (answer.done) throw new Error(`the Python process ended while it ran "${name}"`);
    return answer.value;
  }

  [Symbol.dispose](): void {
    this.#process.stdin.end();
  }
}
