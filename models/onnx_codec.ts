import { counted } from "../errors/counted.ts";
import { checkOption, type OptionErrors } from "../errors/check_options.ts";
import { integerBetween } from "../errors/option_rule.ts";
import { AudioInputError, ModelError, UsageError } from "../errors/mod.ts";
import type { CodecModel } from "../runtime/intake/codec_model/codec_model.ts";
import { checkGraph, type GraphContract, type OnnxSession, signatureOf } from "./check_graph.ts";
import type { OnnxRuntime, OnnxRuntimeName } from "./onnx_runtime.ts";
import { modelName, type OpenSession, openSession, reasonOf } from "./onnx_session.ts";
import { probeFrames } from "./probe_frames.ts";
import { narrowTokens } from "./narrow_tokens.ts";

/** What an ONNX file doesn't say about the codec it holds. */
export interface OnnxCodecOptions {
  /** Samples per second, such as 24,000. */
  readonly sampleRate: number;
  /** Samples per frame of tokens: the product of the encoder's strides, such as 320. */
  readonly hopLength: number;
  /** Tokens per frame. */
  readonly nCodebooks: number;
  /** Entries per codebook, 1 to 65,536. */
  readonly vocabSize: number;
  /** Channels that the model takes. Default 1. */
  readonly channels?: number;
  /** The name of the graph's input. Default `"audio"`. */
  readonly inputName?: string;
  /** The name of the graph's output. Default `"codes"`. */
  readonly outputName?: string;
  /** The build of ONNX Runtime that runs it. Default `"web"`. */
  readonly runtime?: OnnxRuntimeName;
  /** How many threads the runtime `"node"` uses; by default as it likes. `"web"` uses one. */
  readonly threads?: number;
  /** What to call the model in messages. Default: its file's name. */
  readonly name?: string;
}

/**
 * A codec's encoder from an ONNX file, run by ONNX Runtime. Made by {@link openOnnxCodec}.
 *
 * Runs requested at the same time take place one after another.
 */
export class OnnxCodec implements CodecModel, AsyncDisposable {
  /** See {@link CodecModel.name}. */
  readonly name: string;
  /** See {@link CodecModel.sampleRate}. */
  readonly sampleRate: number;
  /** See {@link CodecModel.channels}. */
  readonly channels: number;
  /** See {@link CodecModel.hopLength}. */
  readonly hopLength: number;
  /** See {@link CodecModel.nCodebooks}. */
  readonly nCodebooks: number;
  /** See {@link CodecModel.vocabSize}. */
  readonly vocabSize: number;
  /** SHA-256 of the file, as 64 hexadecimal digits. */
  readonly sha256: string;
  readonly #runtime: OnnxRuntime;
  readonly #session: OnnxSession;
  readonly #contract: GraphContract;
  /** Whether the model drops samples past the last whole hop, as DAC does; zeros then fill the hop. */
  #roundsDown = false;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(options: OnnxCodecOptions, contract: GraphContract, open: OpenSession) {
    this.name = contract.name;
    this.sampleRate = options.sampleRate;
    this.channels = contract.channels;
    this.hopLength = options.hopLength;
    this.nCodebooks = options.nCodebooks;
    this.vocabSize = options.vocabSize;
    this.sha256 = open.sha256;
    this.#runtime = open.runtime;
    this.#session = open.session;
    this.#contract = contract;
  }

  /** See {@link openOnnxCodec}. */
  static async open(
    model: string | URL | Uint8Array,
    options: OnnxCodecOptions,
  ): Promise<OnnxCodec> {
    checkCodecOptions(options);
    const { inputName = "audio", outputName = "codes", channels = 1, nCodebooks } = options;
    const { name = modelName(model), runtime: kind = "web", threads } = options;
    const contract = { name, inputName, outputName, channels, nCodebooks };
    const open = await openSession(model, { name, kind, threads });
    try {
      checkGraph(open.session, contract);
      const codec = new OnnxCodec(options, contract, open);
      codec.#roundsDown = await probeFrames(codec, (samples) => codec.#run(samples));
      return codec;
    } catch (cause) {
      await open.session.release();
      throw cause;
    }
  }

  /**
   * The tokens of audio, in one run: shape (nCodebooks, ceil(samples / hopLength)).
   *
   * @param samples float32, shape (channels, samples), nominally ±1, at least one sample.
   * @throws {AudioInputError} `"non-finite"` for NaN and infinity, which no model notices.
   * @throws {ModelError} `"model-run"` when the run fails, `"model-output"`, `"model-frames"` or
   * `"token-range"` when the output is wrong.
   * @throws {UsageError} `"arguments"` when there are no samples, or not as many for each channel.
   */
  async encode(samples: Float32Array): Promise<Uint16Array<ArrayBuffer>> {
    this.#checkSamples(samples);
    const padded = this.#roundsDown ? this.#toWholeHops(samples) : samples;
    const { tokens } = await this.#run(padded);
    return tokens;
  }

  /** Frees the model's memory. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#last.catch(() => {});
    await this.#session.release();
  }

  /** One run, once those before it are done. */
  #run(samples: Float32Array): Promise<{ tokens: Uint16Array<ArrayBuffer>; frames: number }> {
    const run = this.#last.catch(() => {}).then(() => this.#runNow(samples));
    this.#last = run;
    return run;
  }

  async #runNow(samples: Float32Array) {
    const { inputName, outputName } = this.#contract;
    const count = samples.length / this.channels;
    const input = new this.#runtime.Tensor("float32", samples, [1, this.channels, count]);
    let result;
    try {
      result = await this.#session.run({ [inputName]: input }, [outputName]);
    } catch (cause) {
      throw new ModelError(
        `Cannot run "${this.name}" over ${counted(count, "sample")}: ${
          reasonOf(cause)
        }; its signature is ` +
          signatureOf(this.#session),
        { code: "model-run", file: this.name, found: signatureOf(this.#session), cause },
      );
    }
    const output = result[outputName];
    try {
      return narrowTokens(output, this);
    } finally {
      output?.dispose();
    }
  }

  #checkSamples(samples: Float32Array): void {
    if (samples.length === 0 || samples.length % this.channels !== 0) {
      throw new UsageError(
        `Cannot encode ${
          counted(samples.length, "sample")
        } with "${this.name}": its ${this.channels} ` +
          "channels need at least one sample each, and equally many",
        { code: "arguments", found: samples.length },
      );
    }
    const wrong = samples.findIndex((sample) => !Number.isFinite(sample));
    if (wrong < 0) return;
    const count = samples.length / this.channels;
    throw new AudioInputError(
      `Cannot encode audio with "${this.name}": sample ${wrong % count} of channel ` +
        `${Math.floor(wrong / count)} is ${samples[wrong]}`,
      {
        code: "non-finite",
        found: String(samples[wrong]),
        wanted: "finite samples",
        hint: "repair the audio, or leave it out",
      },
    );
  }

  #toWholeHops(samples: Float32Array): Float32Array {
    const count = samples.length / this.channels;
    const whole = Math.ceil(count / this.hopLength) * this.hopLength;
    if (whole === count) return samples;
    const padded = new Float32Array(whole * this.channels);
    for (let channel = 0; channel < this.channels; channel++) {
      padded.set(samples.subarray(channel * count, (channel + 1) * count), channel * whole);
    }
    return padded;
  }
}

/**
 * Loads a codec's encoder from an ONNX file, and makes sure that it is one: its input must be
 * float32 (1, channels, samples), its output int64 (1, nCodebooks, frames), with every token below
 * `vocabSize` and a frame for each hop. Two short runs determine what the graph doesn't declare.
 *
 * @param model the file's path, or its bytes.
 * @throws {FileError} when the file can't be read.
 * @throws {ModelError} `"runtime-missing"` without ONNX Runtime; `"model-unreadable"` for a
 * file that it can't load; `"model-input"`, `"model-output"`, `"model-run"`, `"model-frames"` or
 * `"token-range"` for a model that doesn't match the options, with the names and shapes found.
 * @throws {UsageError} `"arguments"` for options out of range.
 *
 * @example
 * ```ts
 * import { encodeFromAudio, openOnnxCodec } from "./mod.ts";
 *
 * await using codec = await openOnnxCodec("tests/data/codec/encodec_tiny.onnx", {
 *   sampleRate: 24_000,
 *   hopLength: 320,
 *   nCodebooks: 8,
 *   vocabSize: 1024,
 * });
 * const samples = new Float32Array(16_000);
 * const { data, shape } = await encodeFromAudio({ samples, sampleRate: 16_000 }, codec);
 * if (`${shape}` !== "8,75" || data.length !== 8 * 75) throw new Error();
 * ```
 */
export async function openOnnxCodec(
  model: string | URL | Uint8Array,
  options: OnnxCodecOptions,
): Promise<OnnxCodec> {
  return await OnnxCodec.open(model, options);
}

const rules = {
  sampleRate: integerBetween(1, 768_000),
  hopLength: integerBetween(1, 768_000),
  nCodebooks: integerBetween(1, 65_535),
  vocabSize: integerBetween(1, 65_536),
  channels: integerBetween(1, 255),
} as const;

const errors: Pick<OptionErrors, "wrong"> = {
  wrong: (name, value, { wanted }) =>
    new UsageError(`Cannot open a codec model: ${name} is ${value}, not ${wanted}`, {
      code: "arguments",
      found: String(value),
      wanted,
    }),
};

function checkCodecOptions({ channels = 1, ...options }: OnnxCodecOptions): void {
  const given = { ...options, channels };
  for (const name of Object.keys(rules) as (keyof typeof rules)[]) {
    checkOption(name, given[name], { rule: rules[name], errors });
  }
}
