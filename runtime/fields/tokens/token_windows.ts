import { codebookBytes, type CodecTokens } from "../../../schema/mod.ts";
import { destinationError } from "../../batch/check_destination.ts";
import { checkWindow } from "../../batch/check_window.ts";
import { readError } from "../../batch/read_error.ts";
import type { ByteSource } from "../../container/afd_file.ts";
import { Block } from "../../storage/block.ts";
import type { ByteRange } from "../../storage/storage.ts";
import { unpackTokens } from "./pack_tokens.ts";

/** A record's tokens in the file, and which of its frames are wanted. */
export interface TokenWindowRequest {
  /** The field's name, for messages. */
  readonly field: string;
  /** The record's index, for messages. */
  readonly record: number;
  /** Where its first byte lies. */
  readonly position: number;
  /** Rows of the record. */
  readonly nCodebooks: number;
  /** Bits per stored token. */
  readonly bits: number;
  /** Frames of the record. */
  readonly frames: number;
  /** First frame of the window. */
  readonly start: number;
  /** Frames of the window. */
  readonly count: number;
}

/**
 * Where the part of a window that belongs to the record lies, codebook by codebook.
 *
 * @throws {UsageError} when the window is invalid.
 */
export function tokenWindowExtents(request: TokenWindowRequest): ByteRange[] {
  const { position, nCodebooks, bits, frames, start, count } = request;
  checkWindow(start, count);
  const kept = keptOf(request);
  const rowBytes = codebookBytes(frames, bits);
  const first = Math.floor(Math.min(start, frames) * bits / 8);
  const length = kept === 0 ? 0 : Math.ceil((start + kept) * bits / 8) - first;
  return Array.from({ length: nCodebooks }, (_, codebook) => ({
    position: position + codebook * rowBytes + first,
    length,
  }));
}

/**
 * Decodes a window of a record's frames to `out`, of shape (nCodebooks, count), reading nothing
 * else; anything past the record's end becomes zero.
 *
 * @returns how many frames belong to the record.
 * @throws {UsageError} when the window is invalid, or `out` is too small or of the wrong type.
 * @throws {IntegrityError} when its bytes fail their checksum.
 */
export function readTokenWindow(
  source: ByteSource,
  out: Uint16Array,
  request: TokenWindowRequest,
): number {
  const { field, record, nCodebooks, bits, start, count } = request;
  const extents = tokenWindowExtents(request);
  const hasType = out instanceof Uint16Array;
  const length = nCodebooks * count;
  if (!hasType || out.length < length) {
    const values = "tokens";
    const expected = "a Uint16Array";
    const amount = `${length} ${values}`;
    throw destinationError(out, {
      values,
      amount,
      length,
      hasType,
      types: [Uint16Array],
      expected,
    });
  }
  const kept = keptOf(request);
  const block = Block.allocate(extents[0]?.length ?? 0);
  try {
    extents.forEach(({ position, length }, codebook) => {
      source.copy(position, length, block, 0);
      const row = codebook * count;
      const firstBit = (start * bits) % 8;
      out.set(unpackTokens(block.bytes, { bits, firstBit, count: kept }), row);
      out.fill(0, row + kept, row + count);
    });
  } catch (cause) {
    throw readError(cause, { field, record });
  }
  return kept;
}

/** A record's tokens, in memory of their own. */
export function readTokens(
  source: ByteSource,
  request: Omit<TokenWindowRequest, "start" | "count">,
): CodecTokens {
  const { nCodebooks, frames } = request;
  const data = new Uint16Array(nCodebooks * frames);
  readTokenWindow(source, data, { ...request, start: 0, count: frames });
  return { data, shape: [nCodebooks, frames] };
}

function keptOf({ frames, start, count }: TokenWindowRequest): number {
  return Math.max(0, Math.min(count, frames - start));
}
