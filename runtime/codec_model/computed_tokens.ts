import type { PcmSamples } from "../../audio/pcm/mod.ts";
import { ManifestError, UsageError } from "../../errors/mod.ts";
import type { WaveformDtype } from "../../schema/mod.ts";
import { sampleArrays } from "../batch/waveform_batch.ts";
import type { ComputedEncoder, EncodeContext } from "../fields/kind.ts";
import type { StoredAudioTap } from "../fields/stored_audio_tap.ts";
import { encodeField } from "../writer/dataset_writer.ts";
import type { FieldSlot } from "../writer/field_slot.ts";
import { Spool } from "../writer/spool.ts";
import type { CodecContext } from "./codec_context.ts";
import type { ComputedTokens } from "./codec_model.ts";
import { encodePieces } from "./encode_pieces.ts";
import { ModelAudio } from "./model_audio.ts";

/** Puts tokens into a slot. */
export type TokenWriter = (tokens: ComputedTokens, slot: FieldSlot) => void;

/**
 * Computes one field of tokens from an audio field. While that one is stored, its samples are brought
 * to the model's form and held back, on disk when they are many; the model runs when they are
 * complete.
 */
export class ComputedTokensEncoder implements ComputedEncoder {
  readonly #codec: CodecContext | undefined;
  readonly #from: string;
  readonly #write: TokenWriter;
  readonly #tap: StoredAudioTap;
  #slot: FieldSlot | undefined;
  #dtype: WaveformDtype = "int16";
  #audio: ModelAudio | undefined;
  #held: Spool | undefined;

  /** Made by writers, one for each field. */
  constructor({ field, codec }: Pick<EncodeContext, "field" | "codec">, write: TokenWriter) {
    this.#codec = codec;
    this.#from = String(field.options.from);
    this.#write = write;
    this.#tap = {
      begin: (audio) => this.#in((slot) => this.#begin(audio, slot)),
      write: (bytes) =>
        this.#in(() =>
          this.#audio?.push(samplesOf(bytes, this.#dtype), (part) => this.#hold(part))
        ),
    };
  }

  /** Listens to the audio field while it is encoded: to be called before that. */
  listen(slot: FieldSlot): StoredAudioTap {
    this.#slot = slot;
    return this.#tap;
  }

  /**
   * Has the record wait for the tokens of what was heard.
   *
   * @throws {ManifestError} `"computed-field"` when the record gives a value all the same.
   * @throws {UsageError} `"no-codec-model"` when the writer has no model for the field.
   */
  encode(value: unknown, slot: FieldSlot): void {
    if (value !== undefined) throw this.#refusal(slot);
    const { model, defer } = this.#needed(slot);
    using audio = this.#audio;
    this.#audio = undefined;
    const held = this.#held;
    if (audio === undefined || held === undefined) return;
    audio.finish((part) => this.#hold(part));
    defer(slot, async () => {
      this.#write(await encodePieces(model, spooled(held)), slot);
      held[Symbol.dispose]();
    });
  }

  #begin(
    { sampleRate, channels, dtype }: Parameters<StoredAudioTap["begin"]>[0],
    slot: FieldSlot,
  ): void {
    const { model } = this.#needed(slot);
    // What a record that failed has left behind.
    this.#audio?.[Symbol.dispose]();
    this.#held?.[Symbol.dispose]();
    this.#dtype = dtype;
    this.#held ??= new Spool(slot.file);
    this.#audio = new ModelAudio({ sampleRate, channels, format: dtype }, model);
  }

  #hold({ buffer, byteOffset, byteLength }: Float32Array): void {
    this.#held?.write(new Uint8Array(buffer, byteOffset, byteLength));
  }

  #needed(slot: FieldSlot): CodecContext {
    if (this.#codec === undefined) throw noCodecModel(`computed from "${this.#from}"`, slot);
    return this.#codec;
  }

  /** Errors name this field, not the one whose samples are stored. */
  #in(step: (slot: FieldSlot) => void): void {
    if (this.#slot !== undefined) encodeField(this.#slot, undefined, (_, slot) => step(slot));
  }

  #refusal({ field, record }: FieldSlot): ManifestError {
    return new ManifestError(
      `Cannot write "${field}" of record ${record}: it is computed from "${this.#from}", and the ` +
        "record gives a value for it",
      {
        code: "computed-field",
        field,
        record,
        hint: "leave it out, or take `from` out of the schema",
      },
    );
  }
}

/** The error for audio where tokens are wanted, and nothing that encodes it. */
export function noCodecModel(what: string, { field, record }: FieldSlot): UsageError {
  return new UsageError(
    `Cannot write "${field}" of record ${record}: it is ${what}, and there is no codec model`,
    {
      code: "no-codec-model",
      field,
      record,
      hint: "give one: pack --codec-model FILE.onnx, or codecModels of createDatasetWriter()",
    },
  );
}

/** Floats that are read back at once. */
const readAtOnce = 1 << 16;

/** What a spool holds, as floats. */
function* spooled(held: Spool): Generator<Float32Array> {
  const piece = new Float32Array(readAtOnce);
  for (let at = 0; at < held.length; at += piece.byteLength) {
    const length = Math.min(piece.byteLength, held.length - at);
    held.read(at, new Uint8Array(piece.buffer, 0, length));
    yield piece.subarray(0, length / 4);
  }
}

/** Stored bytes as samples; copied where they aren't aligned. */
function samplesOf(bytes: Uint8Array, dtype: WaveformDtype): PcmSamples {
  const SampleArray = sampleArrays[dtype];
  const width = SampleArray.BYTES_PER_ELEMENT;
  const { buffer, byteOffset } = bytes.byteOffset % width === 0 ? bytes : bytes.slice();
  return new SampleArray(buffer as ArrayBuffer, byteOffset, bytes.length / width);
}
