import type { SpectralDtype } from "../../../schema/mod.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import type { Block } from "../../storage/block.ts";
import { DirectFrames } from "./direct_frames.ts";
import { StagedFrames } from "./staged_frames.ts";

/** What becomes of features on their way to a batch. */
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
  /** Bytes behind the batch's data that the block must have. */
  readonly scratchBytes: number;
  /**
   * Prepares for records padded to `frames`.
   *
   * @param block the batch's memory: its data, and {@link scratchBytes} from `scratch` on.
   */
  begin(frames: number, block: Block, scratch: number): void;
  /**
   * Fills row `row` of the batch: `kept` of a record's `stored` frames, which lie at `position`, from
   * its frame `first` on, then padding: `padValue`, or what stands behind the record's frames.
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

/** The way for these options: what is neither widened nor transposed is copied bin by bin. */
export function frameFiller(options: FrameFillerOptions): FrameFiller {
  const { layout, dtype, storedDtype } = options;
  const isStaged = layout === "framesFirst" || dtype !== storedDtype;
  return isStaged ? new StagedFrames(options) : new DirectFrames(options);
}
