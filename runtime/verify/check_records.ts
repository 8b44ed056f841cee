import { AudiofieldError, FileError } from "../../errors/mod.ts";
import { fieldKind } from "../../schema/mod.ts";
import type { AfdFile } from "../container/afd_file.ts";
import { pageRecords } from "../container/table.ts";
import type { FieldEntry, FieldTotals } from "../container/directory.ts";
import type { FieldReader } from "../fields/kind/kind.ts";
import { runtimeKind } from "../fields/mod.ts";
import type { BlockSet } from "./block_set.ts";
import { ExtentChain } from "./extent_chain.ts";
import type { Findings } from "./findings.ts";
import type { Padding } from "./padding.ts";

/** Readers keep the pages they have read; a new reader after this many records bounds that memory. */
const recordsPerReader = 64 * pageRecords;

/** What all checks of a file share. */
export interface RecordContext {
  readonly damaged: BlockSet;
  readonly findings: Findings;
  readonly padding: Padding;
}

/**
 * Bytes of all payloads so far. In a sound file they are at most its payload region. Where payloads
 * overlap, the same bytes would be decoded once per record, which a hostile file could make last as
 * long as it likes.
 */
interface Work {
  bytes: number;
}

/** Checks every record's metadata and payload, and the totals and maxima over them. */
export function checkRecords(file: AfdFile, context: RecordContext): void {
  const { findings, padding } = context;
  const work: Work = { bytes: 0 };
  const columns = file.ir.fields.map((_, index) => new Column(file, index, { ...context, work }));
  const byName = new Map(columns.map((column) => [column.name, column]));
  const chain = new ExtentChain(file.directory.payloadEnd, {
    blame: ({ record, field }) => byName.get(field)?.blame("extent", record),
    gap: (from, to) => padding.check(from, to),
  });
  for (let record = 0; record < file.recordCount; record++) {
    for (const column of columns) column.check(record, chain);
  }
  if (!chain.finish()) findings.ofFile("payload-end");
  for (const column of columns) {
    column.checkTotals();
    column.checkLookup();
  }
}

/** One field's checks, and its totals so far. */
class Column {
  readonly name: string;
  readonly #file: AfdFile;
  readonly #index: number;
  readonly #context: RecordContext & { readonly work: Work };
  readonly #entry: FieldEntry;
  readonly #hasPayload: boolean;
  readonly #totals: FieldTotals = {
    maxWidth: 0,
    totalBytes: 0,
    maxBytes: 0,
    totalLength: 0,
    maxLength: 0,
  };
  #reader: FieldReader;
  /** Whether all metadata so far, and therefore the totals, can be trusted. */
  #isSure = true;

  constructor(file: AfdFile, index: number, context: RecordContext & { readonly work: Work }) {
    const field = file.ir.fields[index];
    this.name = field?.name ?? "";
    this.#file = file;
    this.#index = index;
    this.#context = context;
    this.#entry = file.entry(index);
    this.#hasPayload = fieldKind(field?.kind ?? "")?.hasPayload ?? false;
    this.#reader = this.#open();
  }

  /** Reports that a record's metadata is wrong. */
  blame(code: string, record: number): void {
    this.#isSure = false;
    this.#context.findings.ofRecord(code, { record, field: this.name });
  }

  check(record: number, chain: ExtentChain): void {
    if (record % recordsPerReader === 0) this.#reader = this.#open();
    const { damaged } = this.#context;
    const { tableOffset, itemSize } = this.#entry;
    // Reported first, so that its consequences aren't reported as well.
    const holds = !damaged.claim(tableOffset + record * itemSize, itemSize);
    if (!holds) this.blame("checksum", record);
    const extent = this.#extent(record);
    if (extent !== undefined) chain.push({ ...extent, record, field: this.name });
    else if (this.#hasPayload) chain.skip();
    if (!holds || (this.#hasPayload && extent === undefined)) return;
    this.#count(record, extent?.length ?? 0);
    const { work } = this.#context;
    work.bytes += extent?.length ?? 0;
    // The chain has already reported the overlap.
    if (work.bytes > this.#file.directory.payloadEnd) return;
    if (extent !== undefined && damaged.claim(extent.position, extent.length)) {
      this.#context.findings.ofRecord("checksum", { record, field: this.name });
      return;
    }
    const fault = codeOf(() => this.#reader.fault(record));
    if (fault !== undefined) this.blame(fault, record);
  }

  checkTotals(): void {
    if (!this.#isSure) return;
    const { totals } = this.#entry;
    const keys = Object.keys(this.#totals) as (keyof FieldTotals)[];
    if (keys.some((key) => totals[key] !== this.#totals[key])) {
      this.#context.findings.ofFile("totals", this.name);
    }
  }

  /** Checks the lookup part, if the field has one. */
  checkLookup(): void {
    const { lookups } = this.#file.directory;
    const lookup = lookups.find(({ fieldIndex }) => fieldIndex === this.#index);
    if (lookup === undefined) return;
    const { damaged, findings } = this.#context;
    const code = damaged.claim(lookup.position, lookup.byteLength)
      ? "checksum"
      : codeOf(() => this.#reader.lookupFault?.(this.#isSure));
    if (code !== undefined) findings.ofFile(code, this.name);
  }

  #open(): FieldReader {
    return runtimeKind(this.#file.ir.fields[this.#index]?.kind ?? "").open(this.#file, this.#index);
  }

  /** Where the payload lies, if that is inside the payload region. */
  #extent(record: number): { position: number; length: number } | undefined {
    let extent: { position: number; length: number } | undefined;
    const code = codeOf(() => {
      extent = this.#reader.extent(record);
      return undefined;
    });
    if (code !== undefined) this.blame(code, record);
    return extent;
  }

  #count(record: number, bytes: number): void {
    const [length, width] = [this.#reader.length(record), this.#reader.width(record)];
    const totals = this.#totals;
    totals.maxWidth = Math.max(totals.maxWidth, width);
    totals.totalBytes += bytes;
    totals.maxBytes = Math.max(totals.maxBytes, bytes);
    totals.totalLength += length;
    totals.maxLength = Math.max(totals.maxLength, length);
  }
}

/** The code that a check returns or throws; a file that can't be read at all isn't damage. */
function codeOf(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (cause) {
    if (cause instanceof AudiofieldError && !(cause instanceof FileError)) return cause.code;
    throw cause;
  }
}
