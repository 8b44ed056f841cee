import type { CodecEncoder, CodecProducer } from "../../../../kernels/codecs.ts";
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
    const held = { spool: this.#spool, index: this.#index };
    finishStream(codec, held);
    return releaseStream(codec, held, this.#out);
  }

  /** Discards what is held back, and returns the codec; the next track can begin. */
  [Symbol.dispose](): void {
    this.#lease?.[Symbol.dispose]();
    this.#lease = undefined;
    this.#spool[Symbol.dispose]();
  }
}

/** A stream that is held back, and its index. */
export interface HeldStream {
  readonly spool: Spool;
  readonly index: GridIndex;
}

/** Ends a stream whose pieces so far are held back. */
export function finishStream(codec: CodecProducer, { spool, index }: HeldStream): void {
  spool.write(codec.finish());
  index.add(codec.units);
}

/** Passes on a stream that is finished, and forgets it. */
export function releaseStream(
  codec: CodecProducer,
  { spool, index }: HeldStream,
  out: StreamSink,
): EncodedTrack {
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
