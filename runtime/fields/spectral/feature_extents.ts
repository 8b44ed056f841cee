import type { ByteRange } from "../../storage/storage.ts";

/** A record's features in the file, and the frames of it that are wanted. */
export interface FeatureWindow {
  /** Where the record's first value lies. */
  readonly position: number;
  readonly bins: number;
  /** Frames that the record has. */
  readonly stored: number;
  /** First frame of the window, and how many of it are the record's own. */
  readonly first: number;
  readonly kept: number;
  readonly valueBytes: number;
  /** Bytes behind the record's frames: what pads them. */
  readonly tailBytes: number;
}

/** Bytes between two pieces from which on they are fetched apart. */
const farBytes = 65_536;

/**
 * Where the values of a window lie. Each bin has its frames in one piece; pieces that lie near each
 * other are fetched at once, as a request costs more than what lies between them.
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
