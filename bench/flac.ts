/**
 * Decoding FLAC in WebAssembly, against libsndfile and libFLAC, in turns: `deno task bench:flac`.
 * `PYTHON` names the interpreter that has `soundfile`; the default is `python3`.
 *
 * @module
 */
import Table from "cli-table3";
import { fileURLToPath } from "node:url";
import { InputDecoder } from "../kernels/input.ts";
import { median, seconds } from "./side_by_side.ts";

const clip = fileURLToPath(
  new URL("../tests/data/flac/p15_speech_10s_16k_s16.flac", import.meta.url),
);
const rounds = 60;
/** Files that one `flac` process decodes, so that starting it doesn't matter. */
const filesAtOnce = 50;

/** Decodes the clip with `soundfile.read`, from the file system to int16, for each line read. */
const program = `
import sys, time, soundfile
print(soundfile.__libsndfile_version__, flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    soundfile.read(sys.argv[1], dtype="int16")
    print(time.perf_counter() - start, flush=True)
`;

/** Seconds that a whole `InputDecoder` takes, including reading the file. */
function ours(): number {
  return seconds(() => {
    using file = Deno.openSync(clip);
    const size = file.statSync().size;
    const readAt = (position: number, buffer: Uint8Array) => {
      file.seekSync(position, Deno.SeekMode.Start);
      return file.readSync(buffer) ?? 0;
    };
    using decoder = new InputDecoder({ size, readAt }, clip);
    while (decoder.next() !== undefined);
  });
}

/** A Python process that decodes on request, and states the version of its library. */
class Soundfile implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array>;

  constructor() {
    this.#process = new Deno.Command(Deno.env.get("PYTHON") ?? "python3", {
      args: ["-c", program, clip],
      stdin: "piped",
      stdout: "piped",
      stderr: "null",
    }).spawn();
    this.#lines = lines(this.#process.stdout);
    this.#input = this.#process.stdin.getWriter();
  }

  /** The version of libsndfile; `undefined` where Python lacks `soundfile`. */
  async version(): Promise<string | undefined> {
    const { value, done } = await this.#lines.next();
    return done === true ? undefined : value;
  }

  async seconds(): Promise<number> {
    await this.#input.write(new TextEncoder().encode("\n"));
    return Number((await this.#lines.next()).value);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#input.close().catch(() => undefined);
    await this.#process.status;
  }
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let text = "";
  for await (const bytes of stream) {
    text += new TextDecoder().decode(bytes);
    const whole = text.split("\n");
    text = whole.pop() ?? "";
    yield* whole;
  }
}

/** Seconds per file of `flac -t`, which decodes and checks the digest, as ours does. */
function flacTool(): number {
  const args = ["-t", "-s", ...Array.from({ length: filesAtOnce }, () => clip)];
  const command = new Deno.Command("flac", { args, stdout: "null", stderr: "null" });
  return seconds(() => {
    if (!command.outputSync().success) throw new Error("flac failed");
  }) / filesAtOnce;
}

async function measure(): Promise<void> {
  const table = new Table({ head: ["against", "theirs, ms", "ours, ms", "ratio", "wanted"] });
  const add = (name: string, times: { theirs: number; ours: number }[], wanted: string) =>
    table.push([
      name,
      (median(times.map(({ theirs }) => theirs)) * 1000).toFixed(2),
      (median(times.map(({ ours }) => ours)) * 1000).toFixed(2),
      median(times.map(({ theirs, ours }) => theirs / ours)).toFixed(2),
      wanted,
    ]);
  for (let turn = 0; turn < 20; turn++) ours();
  try {
    await using soundfile = new Soundfile();
    const version = await soundfile.version();
    if (version === undefined) {
      table.push(["soundfile", "", "", "", "skipped: Python has no soundfile (PYTHON=…)"]);
    } else {
      const times: { theirs: number; ours: number }[] = [];
      for (let turn = 0; turn < rounds; turn++) {
        times.push({ theirs: await soundfile.seconds(), ours: ours() });
      }
      add(`soundfile.read, ${version}`, times, "≥ 0.6");
    }
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    table.push(["soundfile", "", "", "", "skipped: there is no Python (PYTHON=…)"]);
  }
  try {
    flacTool();
    const times = Array.from({ length: 9 }, () => ({ theirs: flacTool(), ours: ours() }));
    add("flac -t", times, "≥ 0.7");
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
    table.push(["flac -t", "", "", "", "skipped: flac isn't installed"]);
  }
  console.log("10 s of speech, 16 kHz, 16 bits, from the page cache; checksums and MD5 checked");
  console.log(table.toString());
}

if (import.meta.main) await measure();
