/** Numbers that look random and are the same in every run. */
export class Xorshift {
  #state: number;

  constructor(seed: number) {
    this.#state = (Math.imul(seed, 0x9E3779B1) | 1) >>> 0;
  }

  /** An integer from 0 to below `limit`. */
  below(limit: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state % Math.max(1, limit);
  }
}

/** Values for header fields: the ends of their ranges, and lengths that mean "unknown". */
const EXTREMES = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFFFFF7, 0x00FFFFFF] as const;
/** Where headers are, roughly. */
const HEADER_BYTES = 600;

/** A copy of a file with one to four mistakes: cuts, flipped bits, moved blocks, extreme fields. */
export function mutate(file: Uint8Array, random: Xorshift): Uint8Array {
  let bytes: Uint8Array = file.slice();
  for (let count = 1 + random.below(4); count > 0; count--) bytes = mutateOnce(bytes, random);
  return bytes;
}

function mutateOnce(bytes: Uint8Array, random: Xorshift): Uint8Array {
  const { length } = bytes;
  const limit = random.below(2) === 0 ? length : Math.min(length, HEADER_BYTES);
  const at = random.below(limit);
  switch (random.below(8)) {
    case 0:
      return bytes.subarray(0, random.below(length));
    case 1:
    case 2:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
      return bytes;
    case 3:
      bytes[at] = random.below(256);
      return bytes;
    case 4:
    case 5:
      setField(bytes, at, random);
      return bytes;
    case 6:
      bytes.copyWithin(random.below(length), at, at + random.below(400));
      return bytes;
    default: {
      const end = at + random.below(400);
      bytes.copyWithin(at, end);
      return bytes.subarray(0, Math.max(0, length - (end - at)));
    }
  }
}

function setField(bytes: Uint8Array, at: number, random: Xorshift): void {
  if (at + 4 > bytes.length) return;
  const value = EXTREMES[random.below(EXTREMES.length)] ?? 0;
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(at, value, random.below(2) === 0);
}

const CRC = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04C11DB7 : 0);
  return value;
});

/** Corrects the checksums of an Ogg file's pages, so that damage gets past them. */
export function fixOggChecksums(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let page = 0; page + 27 <= bytes.length;) {
    if (view.getUint32(page) !== 0x4F676753) {
      page++;
      continue;
    }
    const segments = bytes.subarray(page + 27, page + 27 + view.getUint8(page + 26));
    const end = page + 27 + segments.length + segments.reduce((sum, length) => sum + length, 0);
    if (end > bytes.length) return;
    view.setUint32(page + 22, 0);
    let crc = 0;
    for (let at = page; at < end; at++) {
      crc = (crc << 8) ^ (CRC[((crc >>> 24) ^ view.getUint8(at)) & 255] ?? 0);
    }
    view.setUint32(page + 22, crc, true);
    page = end;
  }
}
