import { AudioInputError } from "../../errors/mod.ts";
import { spectralBins } from "../../schema/mod.ts";
import type { FieldSlot } from "../writer/field_slot.ts";
import type { FeatureTarget, StoredFeatures } from "./feature_run.ts";
import { toStored } from "./stored_values.ts";

/** The largest value of an unsigned 32-bit member. */
const maxUint32 = 0xffff_ffff;

/** Completes a record whose features are in the slot: what stands behind them, and its metadata. */
export function writeFeatures(
  { bins, frames, padValue }: StoredFeatures,
  { kind, options }: FeatureTarget,
  slot: FieldSlot,
): void {
  if (frames > maxUint32) {
    throw new AudioInputError(`Cannot store ${frames} frames: they don't fit a record`, {
      code: "too-long",
      found: frames,
      wanted: maxUint32,
      hint: "cut the audio into pieces",
    });
  }
  if (bins !== spectralBins(kind, options)) throw new TypeError(`Unexpected ${bins} rows`);
  if (options.padSeconds !== null) {
    slot.write(toStored(Float32Array.of(padValue), options.storeDtype));
  }
  if (frames === 0) slot.note({ code: "no-frames" });
  slot.length = frames;
  slot.width = bins;
  slot.metadata.setUint32(8, frames, true);
  slot.metadata.setUint16(12, bins, true);
  slot.metadata.setUint8(14, options.storeDtype === "float16" ? 0 : 1);
}
