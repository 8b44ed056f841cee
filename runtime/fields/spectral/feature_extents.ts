import type { ByteRange } from "../../storage/storage.ts";

/** A record's features in the file, and which of its frames are wanted. */
export interface FeatureWindow {
  /** Where the record's first value lies. */
  readonly position: number;
  readonly bins: number;
  /** Frames that the record has. */
  readonly stored: number;
  /** First frame of the window, and how many of its frames belong to the record. */
  readonly first: number;
  readonly kept: number;
  readonly valueBytes: number;
  /** Bytes after the record's frames, which hold what pads them. */
  readonly tailBytes: number;
}

/** Two pieces with at least this many bytes between them are fetched separately. */
const farBytes = 65_536;

/**
 * Where the values of a window lie. Each bin has its frames in one piece; pieces that lie close
 * together are fetched at once, because a request costs more than the bytes between them.
 */
export function featureExtents(
  { position, bins, stored, first, kept, valueBytes, tailBytes }: FeatureWindow,
): ByteRange[] {
  const end = position + bins * stored * valueBytes;
  const tail = { position: end, length: tailBytes };
  if (kept === stored) return [{ position, length: end - position + tailBytes }];
  if (kept === 0) return tailBytes === 0 ? [] : [tail];
  const start = position + first * valueBytes;
  const length = kept * valueBytes;
  const stride = stored * valueBytes;
  const pieces = stride - length < farBytes
    ? [{ position: start, length: (bins - 1) * stride + length }]
    : Array.from({ length: bins }, (_, bin) => ({ position: start + bin * stride, length }));
  return tailBytes === 0 ? pieces : [...pieces, tail];
}
