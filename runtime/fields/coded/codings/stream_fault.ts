import { AudioInputError } from "../../../../errors/mod.ts";
import type { AfdFile } from "../../../container/afd_file.ts";
import { getUint53 } from "../../../container/uint53.ts";
import type { RecordFault } from "../../kind/kind.ts";
import type { CodedMetadata } from "./coded_metadata.ts";
import type { Coding } from "./coding.ts";
import { entryBytes, GridIndex } from "./grid_index.ts";
import { indexAlignment } from "./write_tracks.ts";

/** Bytes of a stream scanned at a time. */
const pieceBytes = 2 ** 20;

/**
 * What is wrong with the streams of a record: each is scanned as if it were passed through, and
 * must yield exactly the index that is stored after the streams. The index is known to fit the
 * payload.
 */
export function streamFault(
  file: AfdFile,
  record: number,
  { metadata, coding, tracks }: { metadata: CodedMetadata; coding: Coding; tracks: number },
): RecordFault {
  const { codec } = coding;
  if (codec === undefined) return undefined;
  const sampleRate = metadata.sampleRate(record);
  const channels = metadata.channels(record);
  const setup = new Uint32Array(4);
  metadata.copySetup(record, setup);
  const byteLength = metadata.byteLength(record);
  const start = metadata.dataPtr(record);
  const rows = start + byteLength + (-byteLength & (indexAlignment - 1));
  const count = metadata.indexCount(record);
  const entryAt = (point: number, track: number) => {
    const bytes = file.view(rows + (point * tracks + track) * entryBytes, entryBytes);
    return new DataView(bytes.buffer, bytes.byteOffset, entryBytes);
  };
  const wanted = new DataView(new ArrayBuffer(entryBytes));
  for (let track = 0, begin = 0; track < tracks; track++) {
    const end = getUint53(entryAt(count, track), 0);
    using lease = codec.scanner({ sampleRate, channels });
    const scanner = lease.codec;
    const index = new GridIndex(metadata.indexStep(record));
    try {
      scanner.begin();
      for (let at = begin; at < end; at += pieceBytes) {
        scanner.push(file.view(start + at, Math.min(pieceBytes, end - at)));
        index.add(scanner.units);
      }
      scanner.finish();
      index.add(scanner.units);
    } catch (cause) {
      if (cause instanceof AudioInputError) return "coded-audio";
      throw cause;
    }
    if (index.samples !== metadata.numSamples(record) || index.byteLength !== end - begin) {
      return "coded-audio";
    }
    if (setup.some((word, part) => word !== scanner.setup[part])) return "setup";
    // Parts of the header that decoding doesn't depend on, such as the size of the largest frame.
    const { head } = scanner;
    const stored = file.view(start + begin, head.length);
    if (head.some((byte, at) => byte !== stored[at])) return "coded-audio";
    for (let point = 0; point <= count; point++) {
      index.writeEntry(point, { target: wanted, at: 0, offset: begin });
      const found = entryAt(point, track);
      for (let at = 0; at < entryBytes; at += 4) {
        if (found.getUint32(at) !== wanted.getUint32(at)) return "index";
      }
    }
    begin = end;
  }
  return undefined;
}
