import { counted } from "../../../../errors/counted.ts";
import { IntegrityError } from "../../../../errors/mod.ts";
import type { CodecDecoder, CodecSamples, CodecStream } from "../../../../kernels/codecs.ts";
import type { ByteSource } from "../../../container/afd_file.ts";
import { Block } from "../../../storage/block.ts";
import type { TrackSink } from "./track_reader.ts";

/**
 * Coded bytes read at a time: more than a window of a few seconds takes, less than an hour takes.
 */
const pieceBytes = 4 * 2 ** 20;

/** A run of units, and the samples that are wanted from it. */
export interface StreamRequest extends CodecStream {
  /** Where the run lies in the file. */
  readonly position: number;
  readonly byteLength: number;
  /** The first sample of its first unit. */
  readonly first: number;
  /** The first sample that is wanted. */
  readonly start: number;
  /** Samples per channel that are wanted. */
  readonly count: number;
  readonly sink: TrackSink;
}

/**
 * Decodes a run of units to its destination: from the file into the codec's memory, and from there
 * to where the samples belong.
 *
 * @throws {IntegrityError} when the run doesn't hold the samples that the index says it does.
 */
export function decodeStream(
  source: ByteSource,
  decoder: CodecDecoder,
  request: StreamRequest,
): void {
  const { position, byteLength, sampleRate, channels, setup, first, start, count, sink } = request;
  const skip = start - first;
  decoder.begin({ sampleRate, channels, setup, format: sink.format, first, skip, count });
  let done = 0;
  for (let at = 0; at < byteLength && done < count; at += pieceBytes) {
    const length = Math.min(pieceBytes, byteLength - at);
    source.copy(position + at, length, new Block(decoder.input(length)), 0);
    for (let samples = decoder.next(); samples.length > 0; samples = decoder.next()) {
      place(samples, { channels, sink, frame: done });
      done += samples.length / channels;
    }
  }
  if (done === count) return;
  throw new IntegrityError(
    `Cannot decode ${
      counted(count, "sample")
    } from sample ${start}: the coded audio there holds only ${done}`,
    { code: "coded-audio", found: done, wanted: count },
  );
}

function place(
  samples: CodecSamples,
  { channels, sink, frame }: { channels: number; sink: TrackSink; frame: number },
): void {
  const { block, offset, channels: rowChannels } = sink;
  const width = samples.BYTES_PER_ELEMENT;
  const at = offset + frame * rowChannels * width;
  if (channels === rowChannels) {
    const { buffer, byteOffset, byteLength } = samples;
    block.bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    return;
  }
  const frames = samples.length / channels;
  const { buffer, byteOffset } = block.bytes;
  const Samples = samples.constructor as Int16ArrayConstructor;
  const target = new Samples(buffer, byteOffset + at, frames * rowChannels);
  for (let from = 0, to = 0; from < samples.length; from += channels, to += rowChannels) {
    for (let channel = 0; channel < channels; channel++) {
      target[to + channel] = samples[from + channel]!;
    }
  }
}
