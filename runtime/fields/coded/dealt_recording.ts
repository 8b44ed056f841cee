import { counted } from "../../../errors/counted.ts";
import type { PcmSamples, PcmSource } from "../../../audio/pcm/mod.ts";
import { AudioInputError } from "../../../errors/mod.ts";
import type { AudioInput } from "../../../schema/mod.ts";
import { Spool } from "../../output/spool.ts";
import { fileOf, nameOf } from "../../intake/audio_input.ts";

/** Frames of a stem read back at a time. */
const pieceFrames = 4096;

/**
 * A recording whose channels are those of all stems, one stem after another. It is read once, along
 * with the first stem; what belongs to the others is held back until their turn comes.
 */
export class DealtRecording implements Disposable {
  readonly #source: PcmSource;
  readonly #channels: number;
  /** The samples of the other stems, from the second on. */
  readonly #held: readonly Spool[];
  #Samples: SamplesConstructor | undefined;

  /**
   * @param outputPath the file beside which large amounts are held back.
   * @throws {AudioInputError} `"channels"` when the channels can't be divided evenly; the source is
   *   then disposed of.
   */
  constructor(
    source: PcmSource,
    { stems, input, outputPath }: { stems: number; input: AudioInput; outputPath: string },
  ) {
    if (source.channels % stems !== 0) {
      source[Symbol.dispose]();
      throw new AudioInputError(
        `Cannot store ${nameOf(input)}: its ${
          counted(source.channels, "channel")
        } can't be divided evenly ` +
          `among ${counted(stems, "stem")}`,
        {
          code: "channels",
          file: fileOf(input),
          found: source.channels,
          wanted: `a multiple of ${counted(stems, "channel")}`,
          hint: "give each stem separately, by name",
        },
      );
    }
    this.#source = source;
    this.#channels = source.channels / stems;
    this.#held = Array.from({ length: stems - 1 }, () => new Spool(outputPath));
  }

  /** The audio of a stem. The first stem must be read to its end before any other. */
  stem(stem: number): PcmSource {
    const { sampleRate, format, frames } = this.#source;
    const next = stem === 0 ? () => this.#readFirst() : this.#reader(this.#held[stem - 1]!);
    const channels = this.#channels;
    const whole = this.#source;
    return {
      sampleRate,
      channels,
      format,
      frames,
      get missing() {
        return whole.missing;
      },
      next,
      [Symbol.dispose]: () => {},
    };
  }

  /** Closes the recording, and discards what is held back. */
  [Symbol.dispose](): void {
    this.#source[Symbol.dispose]();
    for (const spool of this.#held) spool[Symbol.dispose]();
  }

  #readFirst(): PcmSamples | undefined {
    const samples = this.#source.next();
    if (samples === undefined) return undefined;
    this.#Samples = samples.constructor as SamplesConstructor;
    this.#held.forEach((spool, place) => {
      const { buffer, byteOffset, byteLength } = this.#channelsOf(samples, place + 1);
      spool.write(new Uint8Array(buffer, byteOffset, byteLength));
    });
    return this.#channelsOf(samples, 0);
  }

  /** A stem's share of some frames. */
  #channelsOf(samples: PcmSamples, stem: number): PcmSamples {
    const all = this.#source.channels;
    const own = this.#channels;
    const share = new this.#Samples!(samples.length / all * own);
    for (let from = stem * own, to = 0; to < share.length; from += all, to += own) {
      for (let channel = 0; channel < own; channel++) {
        share[to + channel] = samples[from + channel]!;
      }
    }
    return share;
  }

  #reader(spool: Spool): () => PcmSamples | undefined {
    let position = 0;
    return () => {
      // Without a first piece there is nothing at all.
      if (position === spool.length || this.#Samples === undefined) return undefined;
      const { BYTES_PER_ELEMENT } = this.#Samples;
      const rest = (spool.length - position) / BYTES_PER_ELEMENT;
      const piece = new this.#Samples(Math.min(rest, pieceFrames * this.#channels));
      spool.read(position, new Uint8Array(piece.buffer));
      position += piece.byteLength;
      return piece;
    };
  }
}

interface SamplesConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): PcmSamples;
}
