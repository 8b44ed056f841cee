import type { SpectralDtype } from "../../../schema/mod.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import { DirectFrames } from "./direct_frames.ts";
import { StagedFrames } from "./staged_frames.ts";

/** How stored features are converted for a batch. */
export interface FrameFillerOptions {
  readonly bins: number;
  /** The most frames that records are ever padded to. */
  readonly maxFrames: number;
  readonly layout: "binsFirst" | "framesFirst";
  readonly dtype: SpectralDtype;
  readonly storedDtype: SpectralDtype;
}

/** Copies stored features to a batch's rows; nothing is allocated per record. */
export interface FrameFiller extends Disposable {
  /** Bytes that the block must have after the batch's data. */
  readonly scratchBytes: number;
  /**
   * Prepares for records padded to `frames`.
   *
   * @param block the batch's memory: its data, and {@link scratchBytes} from `scratch` on.
   */
  begin(frames: number, block: Block, scratch: number): void;
  /**
   * Fills row `row` of the batch with `kept` of a record's `stored` frames, which lie at
   * `position`, from frame `first` on, and then with padding: `padValue`, or the value stored after
   * the record's frames.
   */
  fill(
    file: ByteSource,
    row: number,
    position: number,
    stored: number,
    first: number,
    kept: number,
    padValue: number | undefined,
  ): void;
}

/**
 * The filler for these options: features that are neither widened nor transposed are copied bin by
 * bin.
 */
export function frameFiller(options: FrameFillerOptions): FrameFiller {
  const { layout, dtype, storedDtype } = options;
  const isStaged = layout === "framesFirst" || dtype !== storedDtype;
  return isStaged ? new StagedFrames(options) : new DirectFrames(options);
}
