import { FormatError } from "../../errors/mod.ts";
import { type DatasetIr, fingerprintOf, irJson } from "../../schema/reading.ts";
import { aligned, alignment, blockBytes, trailerBytes } from "../container/constants.ts";
import { crc32 } from "../container/crc32.ts";
import { encodeDirectory, type FieldEntry, type LookupEntry } from "../container/directory.ts";
import { maxJsonBytes, maxTailBytes } from "../container/limits.ts";
import { encodeProvenance, type Provenance } from "../container/provenance.ts";
import { encodeTrailer } from "../container/trailer.ts";
import type { Column } from "./column.ts";
import type { LookupBuilder } from "./lookup_builder.ts";
import type { OutputFile } from "./output_file.ts";

/** The part of a column that the end of a file holds. */
export interface EndingColumn extends Pick<Column, "typeId" | "itemSize" | "config" | "totals"> {
  /** The metadata of all records. */
  readonly table: {
    /** Calls `take` with all bytes in order; each piece is valid during its call. */
    drain(take: (piece: Uint8Array) => void): void;
  };
  readonly lookup: Pick<LookupBuilder, "entries" | "drain"> | undefined;
}

/** What the end of a file is written to; an {@link OutputFile} is one. */
export type EndingOutput = Pick<
  OutputFile,
  "path" | "position" | "write" | "pad" | "blockChecksums"
>;

/** What the end of a file is made from. */
export interface Ending {
  readonly ir: DatasetIr;
  readonly columns: readonly EndingColumn[];
  readonly recordCount: number;
  /** Where the last payload ends. */
  readonly payloadEnd: number;
  /** Where the values of fields come from. */
  readonly provenance: Provenance | undefined;
  /** The identity of the dataset that the file is the index of, as 64 hexadecimal digits. */
  readonly identity?: string;
}

/**
 * Refuses a schema that no reader would accept, before anything is written.
 *
 * @throws {FormatError} `"schema-too-large"`.
 */
export function checkSchemaSize(ir: DatasetIr, path: string): void {
  const { length } = new TextEncoder().encode(irJson(ir));
  if (length > maxJsonBytes) {
    throw tooLarge("schema", path, { found: length, wanted: maxJsonBytes });
  }
}

/**
 * Writes everything after the payloads: tables, lookup parts, checksums, schema, directory, trailer.
 * Returns the bytes of the tail, whose checksum is the file's.
 */
export function writeEnding(output: EndingOutput, ending: Ending): Uint8Array {
  const { ir, columns, recordCount, payloadEnd, provenance } = ending;
  const tableOffsets = columns.map(({ table }) => {
    output.pad(alignment);
    const offset = output.position;
    table.drain((piece) => output.write(piece));
    return offset;
  });
  const lookups = writeLookups(output, columns);
  output.pad(alignment);
  const checksumOffset = output.position;
  const sums = new Uint8Array(output.blockChecksums().buffer);
  output.write(sums);
  output.pad(alignment);

  const tail = new Tail(output.position);
  const irBytes = new TextEncoder().encode(irJson(ir));
  const irOffset = tail.add(irBytes);
  const fields = columns.map((column, index): FieldEntry => ({
    typeId: column.typeId,
    itemSize: column.itemSize,
    tableOffset: tableOffsets[index] ?? 0,
    configOffset: tail.add(column.config),
    configLength: column.config.length,
    totals: column.totals,
  }));
  const origins = provenance === undefined ? new Uint8Array() : encodeProvenance(provenance, ir);
  const directory = encodeDirectory({
    recordCount,
    fingerprint: hexBytes(fingerprintOf(ir)),
    ...(ending.identity === undefined ? {} : { identity: hexBytes(ending.identity) }),
    payloadEnd,
    checksumOffset,
    irOffset,
    irLength: irBytes.length,
    provenanceOffset: origins.length === 0 ? 0 : tail.add(origins),
    provenanceLength: origins.length,
    fields,
    lookups,
    checksumsOfChecksums: checksumsOfChecksums(sums),
  });
  const directoryOffset = tail.add(directory);
  const bytes = tail.bytes();
  if (bytes.length > maxTailBytes) {
    const sizes = { found: bytes.length, wanted: maxTailBytes };
    throw tooLarge("schema and directory", output.path, sizes);
  }
  output.write(bytes);
  output.write(encodeTrailer({
    fileLength: output.position + trailerBytes,
    tailOffset: irOffset,
    directoryOffset,
    directoryLength: directory.length,
    tailChecksum: crc32(bytes),
  }));
  return bytes;
}

/** Writes the lookup parts of the fields that have one, in schema order. */
function writeLookups(
  output: EndingOutput,
  columns: readonly EndingColumn[],
): LookupEntry[] {
  return columns.flatMap(({ lookup }, fieldIndex) => {
    if (lookup === undefined) return [];
    output.pad(alignment);
    const position = output.position;
    lookup.drain((piece) => output.write(piece));
    return [{
      fieldIndex,
      entries: lookup.entries,
      position,
      byteLength: output.position - position,
    }];
  });
}

function tooLarge(
  what: string,
  file: string,
  { found, wanted }: { found: number; wanted: number },
): FormatError {
  return new FormatError(
    `Cannot write "${file}": its ${what} would take ${found} bytes, but a file allows ${wanted}`,
    { code: "schema-too-large", file, found, wanted, hint: "split the dataset" },
  );
}

/** The schema section and the directory, gathered in memory: a few kilobytes. */
class Tail {
  readonly #start: number;
  readonly #parts: { offset: number; bytes: Uint8Array }[] = [];
  #end: number;

  constructor(start: number) {
    this.#start = start;
    this.#end = start;
  }

  /** Places bytes at the next multiple of 8, and returns where. */
  add(bytes: Uint8Array): number {
    const offset = Math.ceil(this.#end / 8) * 8;
    this.#parts.push({ offset, bytes });
    this.#end = offset + bytes.length;
    return offset;
  }

  /** All parts, with zeros between them, up to the trailer. */
  bytes(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(aligned(this.#end) - this.#start);
    for (const { offset, bytes } of this.#parts) all.set(bytes, offset - this.#start);
    return all;
  }
}

function checksumsOfChecksums(sums: Uint8Array): number[] {
  const count = Math.ceil(sums.length / blockBytes);
  return Array.from(
    { length: count },
    (_, index) => crc32(sums.subarray(index * blockBytes, (index + 1) * blockBytes)),
  );
}

function hexBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
