import { fieldKind } from "../../schema/mod.ts";
import type { AfdFile } from "../container/afd_file.ts";
import {
  aligned,
  blockBytes,
  directoryHeaderBytes,
  lookupEntryBytes,
  minorVersion,
  preambleBytes,
  trailerBytes,
} from "../container/constants.ts";
import { directoryLayout } from "../container/directory.ts";
import { neededMinor } from "../container/preamble.ts";
import { encodeProvenance } from "../container/provenance.ts";
import type { Findings } from "./findings.ts";
import type { Padding } from "./padding.ts";

/** What all checks of a file share. */
export interface LayoutContext {
  readonly findings: Findings;
  readonly padding: Padding;
}

/**
 * Checks everything outside the payload region: each part begins where the one before it ends, at
 * its alignment, with zeros between, and reserved bytes are zero.
 */
export function checkLayout(file: AfdFile, context: LayoutContext): void {
  const tailOffset = checkTables(file, context);
  if (tailOffset !== file.trailer.tailOffset) context.findings.ofFile("tail-offset");
  checkTail(file, context);
  checkReserved(file, context);
}

/** @returns where the schema section should begin. */
function checkTables(file: AfdFile, { findings, padding }: LayoutContext): number {
  const { directory, ir } = file;
  let end = directory.payloadEnd;
  directory.fields.forEach(({ tableOffset, itemSize }, index) => {
    if (tableOffset === aligned(end)) padding.check(end, tableOffset);
    else findings.ofFile("table-offset", ir.fields[index]?.name);
    end = tableOffset + directory.recordCount * itemSize;
  });
  for (const { position, byteLength, fieldIndex } of directory.lookups) {
    if (position === aligned(end)) padding.check(end, position);
    else findings.ofFile("lookup-offset", ir.fields[fieldIndex]?.name);
    end = position + byteLength;
  }
  const { checksumOffset } = directory;
  if (checksumOffset === aligned(end)) padding.check(end, checksumOffset);
  else findings.ofFile("checksum-offset");
  const checksumEnd = checksumOffset + Math.ceil(checksumOffset / blockBytes) * 4;
  if (file.trailer.tailOffset === aligned(checksumEnd)) {
    padding.check(checksumEnd, file.trailer.tailOffset);
  }
  return aligned(checksumEnd);
}

/** The schema section and the directory, whose checksum has been checked. */
function checkTail(file: AfdFile, { findings, padding }: LayoutContext): void {
  const { directory, ir, trailer, storage } = file;
  const tailEnd = storage.size - trailerBytes;
  let end = directory.irOffset + directory.irLength;
  directory.fields.forEach(({ configOffset, configLength }, index) => {
    const field = ir.fields[index];
    const kind = fieldKind(field?.kind ?? "");
    if (field === undefined || kind === undefined) return;
    const wanted = kind.toBinary(kind.resolve(field.options));
    const placed = configOffset === roundUp(end, 8) && configLength === wanted.length &&
      configOffset + configLength <= tailEnd;
    if (!placed || !sameBytes(storage.view(configOffset, configLength), wanted)) {
      findings.ofFile("configuration", field.name);
    }
    if (placed) padding.check(end, configOffset);
    // Continues from where it should be, so that one wrong entry doesn't make all that follow wrong.
    end = roundUp(end, 8) + wanted.length;
  });
  const { provenanceOffset, provenanceLength } = directory;
  if (provenanceLength > 0) {
    // Opening the file checked that it lies inside the tail, and what it says.
    if (provenanceOffset === roundUp(end, 8)) padding.check(end, provenanceOffset);
    else findings.ofFile("provenance-offset");
    // A later minor version may have given it more keys.
    const wanted = encodeProvenance(file.provenance, ir);
    if (
      minorOf(file) <= minorVersion &&
      !sameBytes(storage.view(provenanceOffset, provenanceLength), wanted)
    ) {
      findings.ofFile("provenance-form");
    }
    end = roundUp(end, 8) + provenanceLength;
  }
  const { directoryOffset, directoryLength } = trailer;
  if (directoryOffset !== roundUp(end, 8)) findings.ofFile("directory-offset");
  else padding.check(end, directoryOffset);
  end = directoryOffset + directoryLength;
  if (tailEnd !== aligned(end)) findings.ofFile("trailer-offset");
  else padding.check(end, tailEnd);
}

/** A later minor version may have given reserved bytes a meaning. */
function checkReserved(file: AfdFile, { findings, padding }: LayoutContext): void {
  const { directory, storage, trailer } = file;
  const minor = minorOf(file);
  if (minor < neededMinor(file.ir, undefined)) findings.ofFile("version");
  const { provenanceOffset, provenanceLength } = directory;
  const saysOrigins = minor > 0 && provenanceLength > 0;
  if (!saysOrigins && (provenanceOffset > 0 || provenanceLength > 0)) findings.ofFile("reserved");
  if (minor > minorVersion) return;
  const header = trailer.directoryOffset;
  const { sumsEnd, lookupsStart } = directoryLayout({
    fieldCount: directory.fields.length,
    sumCount: directory.checksumsOfChecksums.length,
    lookupCount: directory.lookups.length,
  });
  const trailerStart = storage.size - trailerBytes;
  const reserved: readonly (readonly [from: number, to: number])[] = [
    [16, preambleBytes],
    [header + 88, header + directoryHeaderBytes],
    [header + sumsEnd, header + lookupsStart],
    ...directory.lookups.map((_, index) => {
      const next = header + lookupsStart + (index + 1) * lookupEntryBytes;
      return [next - 8, next] as const;
    }),
    [trailerStart + 32, trailerStart + 52],
  ];
  for (const [from, to] of reserved) {
    if (!padding.isZero(from, to)) findings.ofFile("reserved");
  }
}

function minorOf({ storage }: AfdFile): number {
  const preamble = storage.view(0, preambleBytes);
  return (preamble[10] ?? 0) + (preamble[11] ?? 0) * 256;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
