import { AudioInputError } from "../../../errors/mod.ts";
import { maxUint32 } from "../../container/limits.ts";
import type { FieldSlot } from "../../output/field_slot.ts";

/** Writes the payload of one record: frequencies as they arrive, and their voicing after them. */
export class PitchPayload {
  readonly #slot: FieldSlot;
  /** One bit per frame, lowest bit first. */
  #voicing = new Uint8Array(1024);
  #frames = 0;

  /** Begins a record. */
  constructor(slot: FieldSlot) {
    this.#slot = slot;
  }

  /** Adds frequencies in Hz, finite and 0 or above; 0 is unvoiced. */
  add(frequencies: Float32Array): void {
    const bytes = Math.ceil((this.#frames + frequencies.length) / 8);
    if (bytes > this.#voicing.length) {
      const wider = new Uint8Array(Math.max(bytes, 2 * this.#voicing.length));
      wider.set(this.#voicing);
      this.#voicing = wider;
    }
    for (let index = 0; index < frequencies.length; index++) {
      if (frequencies[index]! === 0) continue;
      const frame = this.#frames + index;
      this.#voicing[frame >>> 3]! |= 1 << (frame & 7);
    }
    this.#frames += frequencies.length;
    const { buffer, byteOffset, byteLength } = frequencies;
    this.#slot.write(new Uint8Array(buffer, byteOffset, byteLength));
  }

  /**
   * Completes the record: writes its voicing and its metadata.
   *
   * @throws {AudioInputError} `"too-long"`.
   */
  finish(): void {
    const [slot, frames] = [this.#slot, this.#frames];
    if (frames > maxUint32) {
      throw new AudioInputError(`Cannot store ${frames} frames: they don't fit in a record`, {
        code: "too-long",
        found: frames,
        wanted: maxUint32,
        hint: "cut the audio into pieces",
      });
    }
    if (frames === 0) slot.note({ code: "no-frames" });
    slot.write(this.#voicing.subarray(0, Math.ceil(frames / 8)));
    slot.length = frames;
    slot.metadata.setUint32(8, frames, true);
  }
}
