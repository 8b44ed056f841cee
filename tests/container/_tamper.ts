import { blockBytes, trailerBytes } from "../../runtime/container/constants.ts";
import { crc32 } from "../../runtime/container/crc32.ts";
import {
  decodeDirectory,
  type Directory,
  directoryLayout,
  encodeDirectory,
} from "../../runtime/container/directory.ts";
import { decodeTrailer, encodeTrailer, type Trailer } from "../../runtime/container/trailer.ts";

/** A file whose bytes a test changes; it remembers where things were before. */
export class Tampered {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly view: DataView;
  readonly trailer: Trailer;
  readonly directory: Directory;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes.slice();
    this.view = new DataView(this.bytes.buffer);
    const last = this.bytes.subarray(-trailerBytes);
    this.trailer = decodeTrailer(last, { file: "test", size: bytes.length });
    const { directoryOffset, directoryLength } = this.trailer;
    this.directory = decodeDirectory(
      this.bytes.slice(directoryOffset, directoryOffset + directoryLength),
      "test",
    );
  }

  /** Where the trailer begins. */
  get trailerAt(): number {
    return this.bytes.length - trailerBytes;
  }

  /** Where the directory's header begins. */
  get directoryAt(): number {
    return this.trailer.directoryOffset;
  }

  /** Where a field's entry in the directory begins. */
  entryAt(field: number): number {
    return this.directoryAt + 128 + field * 64;
  }

  /** Where a lookup part's entry in the directory begins. */
  lookupAt(number: number): number {
    const { fields, checksumsOfChecksums, lookups } = this.directory;
    const { lookupsStart } = directoryLayout({
      fieldCount: fields.length,
      sumCount: checksumsOfChecksums.length,
      lookupCount: lookups.length,
    });
    return this.directoryAt + lookupsStart + number * 32;
  }

  /** Where a metadata record begins. */
  recordAt(field: number, record: number): number {
    const { tableOffset, itemSize } = this.directory.fields[field]!;
    return tableOffset + record * itemSize;
  }

  /** Where a record's payload begins. */
  payloadAt(field: number, record: number): number {
    return Number(this.view.getBigUint64(this.recordAt(field, record), true));
  }

  setU32(position: number, value: number): void {
    this.view.setUint32(position, value, true);
  }

  setU64(position: number, value: number | bigint): void {
    this.view.setBigUint64(position, BigInt(value), true);
  }

  /** Corrects every checksum, each in its old place. */
  reseal(): Uint8Array<ArrayBuffer> {
    const { checksumOffset, fields, checksumsOfChecksums } = this.directory;
    const { bytes } = this;
    const count = Math.ceil(checksumOffset / blockBytes);
    for (let block = 0; block < count; block++) {
      const end = Math.min((block + 1) * blockBytes, checksumOffset);
      this.setU32(checksumOffset + block * 4, crc32(bytes.subarray(block * blockBytes, end)));
    }
    checksumsOfChecksums.forEach((_, part) => {
      const start = checksumOffset + part * blockBytes;
      const end = Math.min(start + blockBytes, checksumOffset + count * 4);
      this.setU32(this.entryAt(fields.length) + part * 4, crc32(bytes.subarray(start, end)));
    });
    const tail = bytes.subarray(this.trailer.tailOffset, this.trailerAt);
    this.setU32(this.trailerAt + 28, crc32(tail));
    this.setU32(this.trailerAt + 52, crc32(bytes.subarray(this.trailerAt, this.trailerAt + 52)));
    return bytes;
  }
}

/** The file after `change`, with every checksum corrected. */
export function tampered(
  bytes: Uint8Array<ArrayBuffer>,
  change: (file: Tampered) => void,
): Uint8Array<ArrayBuffer> {
  const file = new Tampered(bytes);
  change(file);
  return file.reseal();
}

/** The same payloads and tables under another schema text, with everything else in agreement. */
export function withSchema(
  bytes: Uint8Array<ArrayBuffer>,
  text: string | Uint8Array,
  fingerprint: (text: Uint8Array) => Uint8Array,
): Uint8Array<ArrayBuffer> {
  const { directory, trailer } = new Tampered(bytes);
  const schema = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const tail: number[] = [...schema];
  const put = (part: Uint8Array) => {
    while (tail.length % 8 !== 0) tail.push(0);
    const offset = trailer.tailOffset + tail.length;
    tail.push(...part);
    return offset;
  };
  const fields = directory.fields.map((entry) => {
    const { configOffset, configLength } = entry;
    return {
      ...entry,
      configOffset: put(bytes.subarray(configOffset, configOffset + configLength)),
    };
  });
  const encoded = encodeDirectory({
    ...directory,
    fields,
    irLength: schema.length,
    fingerprint: fingerprint(schema),
  });
  const directoryOffset = put(encoded);
  while (tail.length % 64 !== 0) tail.push(0);
  const end = encodeTrailer({
    ...trailer,
    directoryOffset,
    directoryLength: encoded.length,
    tailChecksum: crc32(Uint8Array.from(tail)),
    fileLength: trailer.tailOffset + tail.length + trailerBytes,
  });
  return Uint8Array.from([...bytes.subarray(0, trailer.tailOffset), ...tail, ...end]);
}
