/** Frames that are ready: float32, (bins, frames), row after row. */
export interface FeatureTile {
  /** The values, from the first row's first to the last row's last; a view of the kernels' memory. */
  readonly data: Float32Array<ArrayBuffer>;
  /** Where `data` begins in {@link DspKernels.bytes}. */
  readonly offset: number;
  /** Rows. */
  readonly bins: number;
  /** Columns. */
  readonly frames: number;
  /** Values from the start of a row to that of the next; at least `frames`. */
  readonly stride: number;
  /** Which of the clip's frames the first one is. */
  readonly firstFrame: number;
}

/** A tile that is used again and again; its view is replaced only if it has to change. */
export class ReusedTile implements FeatureTile {
  data = new Float32Array(0);
  offset = 0;
  bins = 0;
  frames = 0;
  stride = 0;
  firstFrame = 0;

  place(
    buffer: ArrayBuffer,
    offset: number,
    bins: number,
    frames: number,
    stride: number,
    firstFrame: number,
  ): void {
    const length = frames === 0 ? 0 : (bins - 1) * stride + frames;
    const { data } = this;
    if (data.buffer !== buffer || data.byteOffset !== offset || data.length !== length) {
      this.data = new Float32Array(buffer, offset, length);
    }
    this.offset = offset;
    this.bins = bins;
    this.frames = frames;
    this.stride = stride;
    this.firstFrame = firstFrame;
  }
}
