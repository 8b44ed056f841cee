import type { PcmSamples, PcmStream } from "../../../audio/pcm/mod.ts";
import type { FieldIr } from "../../../schema/mod.ts";
import { notePhase } from "../note_audio.ts";
import type { FieldSlot, WaitingSlot } from "../../output/field_slot.ts";
import { Spool } from "../../output/spool.ts";
import type { CodecModels } from "./check_models.ts";
import type { CodecModel, ComputedTokens } from "./codec_model.ts";
import { encodePieces } from "./encode_pieces.ts";
import { ModelAudio } from "./model_audio.ts";

/**
 * Encodes one recording after another for a field of tokens. Records arrive synchronously, but
 * models are asynchronous. Audio is therefore converted to the model's form and held back, on disk
 * if there is a lot of it, and the model runs once the recording is complete.
 */
export class ModelCodec {
  readonly #model: CodecModel;
  #audio: ModelAudio | undefined;
  #held: Spool | undefined;
  #file: string | undefined;

  /** Makes a codec for one field of a writer. */
  constructor(model: CodecModel) {
    this.#model = model;
  }

  /**
   * Begins a recording, and discards one that was begun but not finished.
   *
   * @param file what to call it in errors.
   * @throws {AudioInputError} `"channels"` when it has several, but fewer than the model takes.
   */
  begin(audio: PcmStream, slot: FieldSlot, file?: string): void {
    this.#forget();
    this.#file = file;
    this.#audio = new ModelAudio(audio, this.#model, file);
    this.#held = new Spool(slot.file);
  }

  /**
   * Takes the next samples, in whole frames; they are valid only during the call.
   *
   * @throws {AudioInputError} `"non-finite"`, naming frame and channel.
   */
  push(samples: PcmSamples): void {
    this.#audio?.push(samples, (part) => this.#hold(part));
  }

  /**
   * Makes the record wait for the tokens of what was pushed.
   *
   * @param write receives them.
   */
  finish(slot: WaitingSlot, write: (tokens: ComputedTokens) => void): void {
    this.#audio?.finish((part) => this.#hold(part));
    notePhase(slot, { outOfPhase: this.#audio?.outOfPhase, file: this.#file });
    slot.defer(async () => {
      try {
        if (this.#held !== undefined) write(await encodePieces(this.#model, floatsOf(this.#held)));
      } finally {
        this.#forget();
      }
    });
  }

  #hold({ buffer, byteOffset, byteLength }: Float32Array): void {
    this.#held?.write(new Uint8Array(buffer, byteOffset, byteLength));
  }

  #forget(): void {
    this.#audio?.[Symbol.dispose]();
    this.#held?.[Symbol.dispose]();
    this.#audio = undefined;
    this.#held = undefined;
  }
}

/** The encoder for a field's audio, if there is a model for it. */
export function modelCodecOf(
  { name }: FieldIr,
  models: CodecModels | undefined,
): ModelCodec | undefined {
  // Own properties only: a field's name may be that of a method that every object inherits.
  const model = models !== undefined && Object.hasOwn(models, name) ? models[name] : undefined;
  return model === undefined ? undefined : new ModelCodec(model);
}

/** Floats read back at a time. */
const readAtOnce = 1 << 16;

/** The contents of a spool, piece by piece; each piece is valid until the next is taken. */
function* floatsOf(held: Spool): Generator<Float32Array> {
  const piece = new Float32Array(readAtOnce);
  for (let at = 0; at < held.length; at += piece.byteLength) {
    const length = Math.min(piece.byteLength, held.length - at);
    held.read(at, new Uint8Array(piece.buffer, 0, length));
    yield piece.subarray(0, length / 4);
  }
}
