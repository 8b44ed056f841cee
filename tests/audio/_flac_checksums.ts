/** The checksums of FLAC frames, bit by bit, to make damage look intact. */

/** Where the frames of a native stream begin, and where the last one ends. */
export function frameStarts(file: Uint8Array): number[] {
  let at = 4;
  for (let last = false; !last;) {
    last = byte(file, at) >= 0x80;
    at += 4 + (byte(file, at + 1) << 16 | byte(file, at + 2) << 8 | byte(file, at + 3));
  }
  const starts = [at];
  for (let end = at + 8; end < file.length; end++) {
    const here = starts[starts.length - 1] ?? at;
    const begins = byte(file, end) === 0xFF && (byte(file, end + 1) & 0xFE) === 0xF8;
    if (begins && checksum(file, here, end - 2, CRC16) === word(file, end - 2)) starts.push(end);
  }
  return [...starts, file.length];
}

/** Corrects the checksums of the frames between `starts`, and removes the digest. */
export function mendFrames(file: Uint8Array, starts: readonly number[]): void {
  file.fill(0, 26, 42);
  for (let index = 0; index + 1 < starts.length; index++) {
    const start = starts[index] ?? 0;
    const end = (starts[index + 1] ?? 0) - 2;
    if (end >= file.length - 1) return;
    const header = start + headerLength(file, start);
    file[header] = checksum(file, start, header, CRC8);
    const crc = checksum(file, start, end, CRC16);
    file[end] = crc >> 8;
    file[end + 1] = crc & 255;
  }
}

/** Bytes of a header before its checksum. */
function headerLength(file: Uint8Array, start: number): number {
  const lead = byte(file, start + 4);
  const number = lead < 0x80 ? 1 : Math.max(1, Math.clz32(~(lead << 24)));
  const size = byte(file, start + 2) >> 4;
  const rate = byte(file, start + 2) & 15;
  const sizeBytes = size === 6 ? 1 : size === 7 ? 2 : 0;
  const rateBytes = rate === 12 ? 1 : rate === 13 || rate === 14 ? 2 : 0;
  return 4 + number + sizeBytes + rateBytes;
}

interface Crc {
  readonly bits: number;
  readonly polynomial: number;
}

const CRC8: Crc = { bits: 8, polynomial: 0x07 };
const CRC16: Crc = { bits: 16, polynomial: 0x8005 };

function checksum(file: Uint8Array, start: number, end: number, { bits, polynomial }: Crc): number {
  const top = 1 << (bits - 1);
  let crc = 0;
  for (let at = start; at < end; at++) {
    crc ^= byte(file, at) << (bits - 8);
    for (let bit = 0; bit < 8; bit++) {
      crc = ((crc << 1) ^ (crc & top ? polynomial : 0)) & (2 * top - 1);
    }
  }
  return crc;
}

function byte(file: Uint8Array, at: number): number {
  return file[at] ?? 0;
}

function word(file: Uint8Array, at: number): number {
  return byte(file, at) << 8 | byte(file, at + 1);
}
