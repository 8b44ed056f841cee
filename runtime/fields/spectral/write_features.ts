import { AudioInputError } from "../../../errors/mod.ts";
import { spectralBins } from "../../../schema/mod.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import type { StoredFeatures } from "./feature_run.ts";
import type { FeatureTarget } from "./feature_target.ts";
import { toStored, unstorable } from "../../batch/stored_values.ts";
import { unstorableFeatures } from "./unstorable_features.ts";
import { maxUint32 } from "../../container/limits.ts";

/**
 * Completes a record whose features are in the slot: writes its padding value and its metadata.
 *
 * @throws {AudioInputError} `"too-long"`; `"feature-parameter"` or `"overflow"` for padding that
 *   can't be stored.
 */
export function writeFeatures(
  { bins, frames, padValue }: StoredFeatures,
  { kind, options }: FeatureTarget,
  slot: FieldSlot,
): void {
  if (frames > maxUint32) {
    throw new AudioInputError(`Cannot store ${frames} frames: they don't fit in a record`, {
      code: "too-long",
      found: frames,
      wanted: maxUint32,
      hint: "cut the audio into pieces",
    });
  }
  if (bins !== spectralBins(kind, options)) throw new TypeError(`Unexpected ${bins} rows`);
  if (options.padSeconds !== null) {
    const padding = Float32Array.of(padValue);
    if (unstorable(padding, options.storeDtype) !== undefined) {
      const found = { value: padValue, row: undefined, wasFinite: false };
      throw unstorableFeatures(found, { kind, options }, slot);
    }
    slot.write(toStored(padding, options.storeDtype));
  }
  if (frames === 0) slot.note({ code: "no-frames" });
  slot.length = frames;
  slot.width = bins;
  slot.metadata.setUint32(8, frames, true);
  slot.metadata.setUint16(12, bins, true);
  slot.metadata.setUint8(14, options.storeDtype === "float16" ? 0 : 1);
}
