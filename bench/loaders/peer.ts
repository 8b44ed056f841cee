import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";

/** A process that hasn't answered for this long is given up. */
const patienceMs = 120_000;

/** Another loader, in its own Python process (`bench/peers/loaders.py`). */
export class LoaderPeer {
  readonly name: string;
  readonly version: string;
  /** The data sets that it can store. */
  readonly cases: string;
  readonly #process: Deno.ChildProcess;
  readonly #requests: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: AsyncIterator<string>;

  private constructor(
    name: string,
    { process, answers, hello }: {
      process: Deno.ChildProcess;
      answers: AsyncIterator<string>;
      hello: { version: string; cases: string };
    },
  ) {
    this.name = name;
    this.version = hello.version;
    this.cases = hello.cases;
    this.#process = process;
    this.#requests = process.stdin.getWriter();
    this.#answers = answers;
  }

  /** Starts it, or says why it can't. `PYTHON` names the interpreter. */
  static async start(name: string, directory: string): Promise<LoaderPeer | string> {
    const program = fileURLToPath(new URL("../peers/loaders.py", import.meta.url));
    let process: Deno.ChildProcess;
    try {
      process = new Deno.Command(Deno.env.get("PYTHON") ?? "python3", {
        args: ["-B", program, directory, name],
        stdin: "piped",
        stdout: "piped",
        stderr: "null",
      }).spawn();
    } catch (cause) {
      if (!(cause instanceof Deno.errors.NotFound)) throw cause;
      return "there is no Python: set PYTHON";
    }
    const lines = createInterface({ input: Readable.fromWeb(process.stdout as never) });
    const answers = lines[Symbol.asyncIterator]();
    const first = await answers.next();
    if (first.done) return "Python can't run bench/peers/loaders.py, which needs NumPy";
    const hello = JSON.parse(first.value);
    const peer = new LoaderPeer(name, { process, answers, hello });
    if (hello.missing === undefined) return peer;
    await peer.end();
    return hello.missing;
  }

  /** Makes a data set's source. */
  async make(request: { case: string; scale: number; clip: string }): Promise<void> {
    await this.#ask({ do: "make", ...request });
  }

  /** Packs a data set and iterates over it once; says how much of the result was checked. */
  async open(name: string): Promise<string> {
    return String((await this.#ask({ do: "open", case: name })).check);
  }

  /** Records per second, over as many whole epochs as it takes to fill `seconds`. */
  async run(seconds: number): Promise<number> {
    return Number((await this.#ask({ do: "run", seconds })).rate);
  }

  /** Removes the packed files. */
  async close(): Promise<void> {
    await this.#ask({ do: "close" });
  }

  /** Ends the process. */
  async end(): Promise<void> {
    await this.#requests.close().catch(() => undefined);
    await this.#process.status;
  }

  async #ask(request: object): Promise<Record<string, unknown>> {
    await this.#requests.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
    const late = setTimeout(() => this.#process.kill("SIGKILL"), patienceMs);
    const answer = await this.#answers.next();
    clearTimeout(late);
    if (answer.done) throw new Error("its process ended, or took too long");
    const { error, ...rest } = JSON.parse(answer.value);
    if (error !== undefined) throw new Error(error);
    return rest;
  }
}
