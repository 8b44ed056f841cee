import { checkTokens } from "./check_tokens.ts";
import type { CodecModel, ComputedTokens } from "./codec_model.ts";

/** Audio that a model encodes in one run, and the context that it gets around it, in seconds. */
const pieceSeconds = { left: 2, core: 10, right: 1 };

/**
 * The tokens of a clip of any length, in bounded memory. The model runs on pieces of ten seconds,
 * each with two seconds of audio before it and one second after it as context, whose tokens are
 * discarded. A clip of up to 13 seconds is one piece. `docs/models.md` says how close the result is
 * to that of a single run.
 *
 * @param pieces interleaved float32 frames at the model's rate; each is used up before the next is
 *   taken.
 * @throws {ModelError} when the model's output doesn't match what the model declares.
 */
export async function encodePieces(
  model: CodecModel,
  pieces: Iterable<Float32Array>,
): Promise<ComputedTokens> {
  const window = new PieceWindow(model);
  for (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      // Only now is it certain that the window isn't the end of the clip.
      if (window.isFull) await window.encode();
      at += window.take(piece.subarray(at));
    }
  }
  return await window.finish();
}

/** The part of a clip that a model sees; it moves through the clip. */
class PieceWindow {
  readonly #model: CodecModel;
  readonly #samples: Float32Array;
  readonly #planar: Float32Array;
  /** Floats of audio per frame of tokens. */
  readonly #step: number;
  readonly #left: number;
  readonly #right: number;
  /** Floats in the window. */
  #used = 0;
  /** Frames at the start of the window whose tokens are already known. */
  #known = 0;
  /** The tokens so far, by codebook. */
  readonly #tokens: Uint16Array[][];

  constructor(model: CodecModel) {
    const frames = (seconds: number) => Math.ceil(seconds * model.sampleRate / model.hopLength);
    this.#model = model;
    this.#step = model.hopLength * model.channels;
    this.#left = frames(pieceSeconds.left);
    this.#right = frames(pieceSeconds.right);
    const most = (this.#left + frames(pieceSeconds.core) + this.#right) * this.#step;
    this.#samples = new Float32Array(most);
    this.#planar = model.channels === 1 ? this.#samples : new Float32Array(most);
    this.#tokens = Array.from({ length: model.nCodebooks }, () => []);
  }

  get isFull(): boolean {
    return this.#used === this.#samples.length;
  }

  /** Takes as many floats as there is room for, and returns their number. */
  take(samples: Float32Array): number {
    const taken = samples.subarray(0, this.#samples.length - this.#used);
    this.#samples.set(taken, this.#used);
    this.#used += taken.length;
    return taken.length;
  }

  /** Encodes a full window except for the context at its end, and moves on. */
  async encode(): Promise<void> {
    const end = this.#used / this.#step - this.#right;
    await this.#run(end);
    const kept = (end - this.#left) * this.#step;
    this.#samples.copyWithin(0, kept);
    this.#used -= kept;
    this.#known = this.#left;
  }

  /** Encodes the rest of the clip. */
  async finish(): Promise<ComputedTokens> {
    if (this.#used > 0) await this.#run();
    const frames = (this.#tokens[0] ?? []).reduce((sum, { length }) => sum + length, 0);
    const data = new Uint16Array(this.#model.nCodebooks * frames);
    let at = 0;
    for (const part of this.#tokens.flat()) {
      data.set(part, at);
      at += part.length;
    }
    return { data, shape: [this.#model.nCodebooks, frames] };
  }

  async #run(end?: number): Promise<void> {
    const count = this.#used / this.#model.channels;
    const tokens = await this.#model.encode(this.#inPlanes(count));
    const frames = checkTokens(this.#model, tokens, count);
    this.#tokens.forEach((parts, codebook) => {
      const row = tokens.subarray(codebook * frames, (codebook + 1) * frames);
      parts.push(row.slice(this.#known, end));
    });
  }

  /** The window in the order that models take: channel by channel. */
  #inPlanes(count: number): Float32Array {
    const { channels } = this.#model;
    for (let channel = 0; channels > 1 && channel < channels; channel++) {
      for (let frame = 0; frame < count; frame++) {
        this.#planar[channel * count + frame] = this.#samples[frame * channels + channel] ?? 0;
      }
    }
    return this.#planar.subarray(0, this.#used);
  }
}
