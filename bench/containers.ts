/**
 * What finding packets in a container costs, next to decoding them: `deno task bench:containers
 * FILE…`, with long recordings, for example a WebM of two hours.
 *
 * @module
 */
import { probeAudio } from "../audio/mod.ts";
import { type ByteSource, InputDecoder } from "../kernels/input.ts";

/** Probing is measured this many times. */
const rounds = 20;

/** The time that something takes, in milliseconds. */
function milliseconds(run: () => void): number {
  const begin = performance.now();
  run();
  return performance.now() - begin;
}

/** An open file. */
class Source implements ByteSource, Disposable {
  readonly size: number;
  readonly #file: Deno.FsFile;

  constructor(path: string) {
    this.#file = Deno.openSync(path);
    this.size = this.#file.statSync().size;
  }

  readAt(position: number, buffer: Uint8Array): number {
    this.#file.seekSync(position, 0);
    return this.#file.readSync(buffer) ?? 0;
  }

  [Symbol.dispose](): void {
    this.#file.close();
  }
}

/** Measures one file, and prints a row of a table. */
function measure(path: string): void {
  const probes = Array.from({ length: rounds }, () => milliseconds(() => probeAudio(path)));
  using source = new Source(path);
  let decoder: InputDecoder | undefined;
  // Opening walks all packets once, and decoding walks them again.
  const opening = milliseconds(() => decoder = new InputDecoder(source, path));
  using open = decoder!;
  let bytes = 0;
  const decoding = milliseconds(() => {
    for (let piece = open.next(); piece !== undefined; piece = open.next()) bytes += piece.length;
  });
  const { container, codec, sampleRate, frames = 0 } = open;
  const cells = [
    `${container}, ${codec}`,
    `${(frames / sampleRate).toFixed(0)} s`,
    `${Math.max(...probes.slice(1)).toFixed(1)} ms`,
    `${opening.toFixed(0)} ms`,
    `${decoding.toFixed(0)} ms`,
    `${(100 * opening / decoding).toFixed(1)} %`,
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

if (import.meta.main) {
  console.log("| what | length | probe, slowest | walk the packets | decode | share |");
  console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
  for (const path of Deno.args) measure(path);
}
