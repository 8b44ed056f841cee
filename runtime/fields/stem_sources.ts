import type { PcmSamples, PcmSource } from "../../audio/pcm/mod.ts";
import { AudioInputError } from "../../errors/mod.ts";
import type { AudioInput, StemsInput } from "../../schema/mod.ts";
import { nameOf } from "./audio_input.ts";
import { type ValuePlace, wrongValue } from "./checked.ts";

/** One stem of a record: its audio, opened when it is its turn. */
export interface StemSource {
  /** Its number among the schema's names. */
  readonly stem: number;
  /** What to call it in messages. */
  readonly input: AudioInput;
  /** Opens it; the caller disposes of it. */
  open(): PcmSource;
}

/**
 * The stems that a record gives: those that aren't missing of an object of them, or parts of the
 * channels of one recording, which is read once for each.
 *
 * @throws {ManifestError} when the value is neither, or names stems that the schema doesn't have.
 */
export function stemSources(
  value: StemsInput,
  { names, place, open }: {
    names: readonly string[];
    place: ValuePlace;
    open: (input: AudioInput) => PcmSource;
  },
): StemSource[] {
  if (isAudio(value)) {
    return names.map((_, stem) => ({
      stem,
      input: value,
      open: () => new ChannelsOf(open(value), { stem, stems: names.length, input: value }),
    }));
  }
  const wanted = "stems by their names, or audio of all of their channels";
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongValue(value, wanted, place);
  }
  const unknown = Object.keys(value).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw wrongValue(unknown, `stems that are among ${names.join(", ")}`, place);
  }
  return names.flatMap((name, stem) => {
    const input = value[name];
    return input === undefined || input === null ? [] : [{ stem, input, open: () => open(input) }];
  });
}

function isAudio(value: StemsInput): value is AudioInput {
  return typeof value === "string" ||
    (typeof value === "object" && value !== null && ("path" in value || "samples" in value));
}

/** A stem's share of the channels of a recording that holds all stems, one after the other. */
class ChannelsOf implements PcmSource {
  readonly sampleRate: number;
  readonly channels: number;
  readonly format: PcmSource["format"];
  readonly frames: number | undefined;
  readonly #source: PcmSource;
  readonly #first: number;
  #piece: PcmSamples | undefined;

  constructor(
    source: PcmSource,
    { stem, stems, input }: { stem: number; stems: number; input: AudioInput },
  ) {
    if (source.channels % stems !== 0) {
      source[Symbol.dispose]();
      throw new AudioInputError(
        `Cannot take in ${nameOf(input)}: its ${source.channels} channels can't be dealt out to ` +
          `${stems} stems`,
        { code: "channels", found: source.channels, wanted: `a multiple of ${stems} channels` },
      );
    }
    this.#source = source;
    this.sampleRate = source.sampleRate;
    this.channels = source.channels / stems;
    this.format = source.format;
    this.frames = source.frames;
    this.#first = stem * this.channels;
  }

  next(): PcmSamples | undefined {
    const samples = this.#source.next();
    if (samples === undefined) return undefined;
    const all = this.#source.channels;
    const length = (samples.length / all) * this.channels;
    if (this.#piece === undefined || this.#piece.length < length) {
      this.#piece = new (samples.constructor as Float32ArrayConstructor)(length);
    }
    const piece = this.#piece.subarray(0, length);
    for (let from = this.#first, to = 0; to < length; from += all, to += this.channels) {
      for (let channel = 0; channel < this.channels; channel++) {
        piece[to + channel] = samples[from + channel]!;
      }
    }
    return piece;
  }

  [Symbol.dispose](): void {
    this.#source[Symbol.dispose]();
  }
}
