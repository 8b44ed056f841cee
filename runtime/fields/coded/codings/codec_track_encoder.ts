import { AudioInputError } from "../../../../errors/mod.ts";
import type { CodecEncoder, CodecProducer, CodecScanner } from "../../../../kernels/codecs.ts";
import { samplesOf } from "../../../intake/samples_of.ts";
import { Spool } from "../../../output/spool.ts";
import type { Codec, CodedAudio, EncodedTrack, StreamSink, TrackEncoder } from "./coding.ts";
import type { CodecLease } from "./codec_pool.ts";
import { GridIndex } from "./grid_index.ts";

/**
 * Encodes tracks with a codec. A stream is held back until it is complete, in memory while it is
 * small and then on disk, because its header may be known only at the end.
 */
export class CodecTrackEncoder implements TrackEncoder {
  readonly #codec: Codec;
  readonly #spool: Spool;
  #lease: CodecLease<CodecEncoder> | undefined;
  #index = new GridIndex(1);
  #out: StreamSink = { write: () => {} };

  constructor(
    outputPath: string,
    codec: Codec,
  ) {
    this.#codec = codec;
    this.#spool = new Spool(outputPath);
  }

  begin(audio: CodedAudio, out: StreamSink): void {
    this[Symbol.dispose]();
    this.#index = new GridIndex(this.#codec.step(audio));
    this.#out = out;
    this.#lease = this.#codec.encoder(audio);
    this.#lease.codec.begin();
  }

  write(pcm: Uint8Array): void {
    const { codec } = this.#lease!;
    this.#spool.write(codec.push(samplesOf(pcm, codec.format)));
    this.#index.add(codec.units);
  }

  finish(): EncodedTrack {
    const { codec } = this.#lease!;
    return finishStream(codec, { spool: this.#spool, index: this.#index, out: this.#out });
  }

  /** Discards what is held back, and returns the codec; the next track can begin. */
  [Symbol.dispose](): void {
    this.#lease?.[Symbol.dispose]();
    this.#lease = undefined;
    this.#spool[Symbol.dispose]();
  }
}

/**
 * Passes a coded stream through. If it is invalid, or not in the form that the format needs,
 * nothing is written, and the error is returned.
 *
 * @param next returns the file's bytes, piece by piece.
 */
export function passThrough(
  scanner: CodecScanner,
  { next, step, outputPath, out }: {
    next: () => Uint8Array | undefined;
    /** Samples between two points of its index. */
    step: number;
    outputPath: string;
    out: StreamSink;
  },
): EncodedTrack | AudioInputError {
  using spool = new Spool(outputPath);
  const index = new GridIndex(step);
  try {
    scanner.begin();
    for (let piece = next(); piece !== undefined; piece = next()) {
      spool.write(scanner.push(piece));
      index.add(scanner.units);
    }
    return finishStream(scanner, { spool, index, out });
  } catch (cause) {
    if (cause instanceof AudioInputError) return cause;
    throw cause;
  }
}

/** Ends a stream whose pieces so far are in `spool`, and passes on all of it. */
export function finishStream(
  codec: CodecProducer,
  { spool, index, out }: { spool: Spool; index: GridIndex; out: StreamSink },
): EncodedTrack {
  spool.write(codec.finish());
  index.add(codec.units);
  // Copies, because the sink may call codecs as well.
  const [head, setup] = [codec.head.slice(), codec.setup.slice()];
  const { samples } = index;
  out.announce?.({ samples, setup });
  out.write(head);
  spool.drain((bytes) => out.write(bytes));
  const byteLength = head.length + spool.length;
  spool[Symbol.dispose]();
  return { samples, byteLength, setup, index };
}
