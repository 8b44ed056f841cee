/** The checksums of Ogg pages, to make damage look intact. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04C11DB7 : 0);
  return crc;
});

/** Corrects the checksums of all pages up to the first byte that doesn't begin one. */
export function mendPages(file: Uint8Array): void {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  let start = 0;
  while (start + 27 <= file.length && view.getUint32(start) === 0x4F676753) {
    const segments = view.getUint8(start + 26);
    let end = start + 27 + segments;
    for (let at = 0; at < segments; at++) end += file[start + 27 + at] ?? 0;
    if (end > file.length) return;
    view.setUint32(start + 22, 0);
    let crc = 0;
    for (let at = start; at < end; at++) {
      crc = (crc << 8) ^ (TABLE[(crc >>> 24) ^ (file[at] ?? 0)] ?? 0);
    }
    view.setUint32(start + 22, crc, true);
    start = end;
  }
}

/** Where the pages of a sound file begin. */
export function pageStarts(file: Uint8Array): number[] {
  const starts: number[] = [];
  for (let start = 0; start < file.length;) {
    starts.push(start);
    const segments = file[start + 26]!;
    for (let at = 0; at < segments; at++) start += file[starts.at(-1)! + 27 + at]!;
    start += 27 + segments;
  }
  return starts;
}
