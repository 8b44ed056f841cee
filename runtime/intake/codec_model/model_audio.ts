import { counted } from "../../../errors/counted.ts";
import { PcmResampler, type PcmSamples, type PcmStream } from "../../../audio/pcm/mod.ts";
import type { PcmSource } from "../../../audio/pcm/mod.ts";
import { AudioInputError } from "../../../errors/mod.ts";
import type { CodecModel } from "./codec_model.ts";

/** The form of audio that a model takes. */
export type ModelForm = Pick<CodecModel, "name" | "sampleRate" | "channels">;

/** Takes interleaved float32 frames, as a view that is valid only during the call. */
export type ModelSink = (samples: Float32Array) => void;

/**
 * Turns any audio into what a codec model takes: mixed to its channels, and resampled as
 * `torchaudio.functional.resample` does, because published codecs are trained and used with it.
 */
export class ModelAudio implements Disposable {
  readonly #resampler: PcmResampler;
  /** How many times a clip's one channel is repeated. */
  readonly #copies: number;
  #spread = new Float32Array(0);

  /**
   * Plans the conversion of one clip.
   *
   * @param file what to call the clip in errors.
   * @throws {AudioInputError} `"channels"` when a clip of several channels has fewer than the
   *   model.
   */
  constructor({ format, sampleRate, channels }: PcmStream, model: ModelForm, file?: string) {
    if (channels > 1 && channels < model.channels) throw channelsError(channels, model, file);
    const keep = Math.min(channels, model.channels);
    this.#copies = model.channels / keep;
    this.#resampler = new PcmResampler({
      from: format,
      sampleRate,
      channels,
      mono: model.channels === 1,
      keep,
      toRate: model.sampleRate,
      method: { method: "torchaudio" },
    });
    this.#resampler.reset(file);
  }

  /**
   * Takes whole frames.
   *
   * @throws {AudioInputError} `"non-finite"`, naming frame and channel.
   */
  push(samples: PcmSamples, sink: ModelSink): void {
    this.#resampler.process(samples, (result) => sink(this.#spreadOut(result)));
  }

  /** Ends the clip: passes on what the resampler still holds. */
  finish(sink: ModelSink): void {
    this.#resampler.finish((result) => sink(this.#spreadOut(result)));
  }

  /**
   * The correlation of channels that cancel each other out; see {@link PcmResampler.outOfPhase}.
   */
  get outOfPhase(): number | undefined {
    return this.#resampler.outOfPhase;
  }

  [Symbol.dispose](): void {
    this.#resampler[Symbol.dispose]();
  }

  #spreadOut(samples: Float32Array): Float32Array {
    const copies = this.#copies;
    if (copies === 1) return samples;
    const length = samples.length * copies;
    if (this.#spread.length < length) this.#spread = new Float32Array(length);
    for (let at = 0; at < length; at++) this.#spread[at] = samples[Math.floor(at / copies)] ?? 0;
    return this.#spread.subarray(0, length);
  }
}

/**
 * A whole source in the form that a model takes, piece by piece.
 *
 * @param source not disposed of here.
 * @throws {AudioInputError} when it can't be decoded, holds NaN, or has too few channels.
 */
export function* modelPieces(
  source: PcmSource,
  model: ModelForm,
  file?: string,
): Generator<Float32Array> {
  using audio = new ModelAudio(source, model, file);
  // Copies: the caller may wait before it reads on, and the kernels' memory may grow meanwhile.
  let ready: Float32Array[] = [];
  const sink = (samples: Float32Array) => void ready.push(samples.slice());
  for (let piece = source.next(); piece !== undefined; piece = source.next()) {
    audio.push(piece, sink);
    yield* ready;
    ready = [];
  }
  audio.finish(sink);
  yield* ready;
}

function channelsError(channels: number, model: ModelForm, file: string | undefined) {
  const name = file === undefined ? "the audio" : `"${file}"`;
  return new AudioInputError(
    `Cannot encode ${name} with "${model.name}": it has ${
      counted(channels, "channel")
    }, but the model takes ` +
      `${model.channels}`,
    {
      code: "channels",
      file,
      found: channels,
      wanted: `1 channel, or at least ${model.channels}`,
      hint: "mix it first",
    },
  );
}
