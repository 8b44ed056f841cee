import type { IntakeNote, PcmSource } from "../../../audio/pcm/mod.ts";
import type { FieldSlot } from "../../output/field_slot.ts";
import { pushAll } from "../../intake/push_all.ts";
import { FeatureRun, type StoredFeatures } from "./feature_run.ts";
import type { FeatureTarget } from "./feature_target.ts";
import { FrameStore } from "./frame_store.ts";

/** Where computed features go. */
export interface FeatureOutput {
  /**
   * What to call the source in errors; the features of long audio are held back beside this file.
   */
  readonly file: string;
  /** Takes the values in their stored type, (bins, frames), piece by piece. */
  write(bytes: Uint8Array): void;
  /** Told what was noticed in the audio. */
  readonly note?: ((note: IntakeNote) => void) | undefined;
}

/**
 * Computes the features of one source without a dataset. Memory use doesn't grow with the source.
 *
 * @throws {AudioInputError} when it can't be decoded, or its features can't be stored.
 */
export function computeFeatures(
  source: PcmSource,
  target: FeatureTarget,
  { file, write, note = () => {} }: FeatureOutput,
): StoredFeatures {
  const slot: FieldSlot = {
    field: target.kind,
    file,
    record: 0,
    metadata: new DataView(new ArrayBuffer(16)),
    write,
    note,
    length: 0,
    width: 0,
  };
  const store = new FrameStore(target);
  using run = new FeatureRun(target, { source, slot, store, file });
  pushAll(source, run);
  return run.finish();
}
