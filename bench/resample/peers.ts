import { createInterface } from "node:readline";
import { Readable } from "node:stream";

/** A Python library that ours is compared with. */
export type PeerName = "soxr" | "scipy" | "torchaudio";

/**
 * The peers, in a Python process of their own (`bench/peers/resample.py`, with the packages in
 * `requirements.txt`). `PYTHON` names the interpreter; the default is `python3`.
 */
export class Peers {
  /** The versions of the installed peers. */
  readonly versions: Readonly<Partial<Record<PeerName, string>>>;
  readonly #process: Deno.ChildProcess;
  readonly #requests: WritableStreamDefaultWriter<Uint8Array>;
  readonly #answers: AsyncIterator<string>;
  readonly #input: string;
  readonly #output: string;

  private constructor(
    process: Deno.ChildProcess,
    answers: AsyncIterator<string>,
    versions: Partial<Record<PeerName, string>>,
    directory: string,
  ) {
    this.#process = process;
    this.#requests = process.stdin.getWriter();
    this.#answers = answers;
    this.versions = versions;
    this.#input = `${directory}/input.f32`;
    this.#output = `${directory}/output.f32`;
  }

  /** Starts Python, or says why it can't. Samples are passed in files in `directory`. */
  static async start(directory: string): Promise<Peers | string> {
    const python = Deno.env.get("PYTHON") ?? "python3";
    const script = new URL("../peers/resample.py", import.meta.url);
    let process: Deno.ChildProcess;
    try {
      const args = ["-B", script.pathname];
      process = new Deno.Command(python, { args, stdin: "piped", stdout: "piped", stderr: "piped" })
        .spawn();
    } catch {
      return `there is no "${python}": set PYTHON`;
    }
    const lines = createInterface({ input: Readable.fromWeb(process.stdout as never) });
    const answers = lines[Symbol.asyncIterator]();
    const hello = await answers.next();
    if (hello.done) {
      const reason = await new Response(process.stderr).text();
      await process.status;
      return reason.trim().split("\n").at(-1) ?? "Python ended";
    }
    await process.stderr.cancel();
    return new Peers(process, answers, JSON.parse(hello.value).versions, directory);
  }

  /** A clip resampled by a peer; `undefined` if the peer can't handle these rates. */
  async resample(
    peer: PeerName,
    samples: Float32Array,
    rates: { readonly from: number; readonly to: number },
  ): Promise<Float32Array | undefined> {
    await this.hold(samples);
    const { done } = await this.#ask({ peer, ...rates, input: this.#input, output: this.#output });
    return done ? new Float32Array(Deno.readFileSync(this.#output).buffer) : undefined;
  }

  /** Writes the clip to be timed. */
  async hold(samples: Float32Array): Promise<void> {
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    await Deno.writeFile(this.#input, bytes);
  }

  /** Seconds that the fastest of `calls` calls takes for the clip. */
  async time(
    peer: PeerName,
    rates: { readonly from: number; readonly to: number },
    calls: number,
  ): Promise<number> {
    const answer = await this.#ask({ peer, ...rates, input: this.#input, calls });
    return answer.seconds ?? NaN;
  }

  /** Ends the process. */
  async end(): Promise<void> {
    await this.#requests.close();
    await this.#process.status;
  }

  async #ask(request: object): Promise<{ done: boolean; seconds?: number }> {
    await this.#requests.write(new TextEncoder().encode(`${JSON.stringify(request)}\n`));
    const answer = await this.#answers.next();
    if (answer.done) throw new Error("Cannot measure a peer: its process ended");
    return JSON.parse(answer.value);
  }
}
