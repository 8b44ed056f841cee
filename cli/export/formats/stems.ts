import { UsageError } from "../../../errors/mod.ts";
import type { Stems, Waveform } from "../../../schema/mod.ts";
import type { ExportFormat } from "./format.ts";
import { wavHeader, wavPadding } from "../../../audio/pcm/wav_header.ts";

/** A folder for each record, with a WAV file for each stem that it has, as `pack` takes them. */
export const stemFiles: ExportFormat = {
  name: "wav",
  isSingleFile: false,
  encode: () => [],
  encodeFolder(field, record, context) {
    const files = new Map<string, readonly Uint8Array[]>();
    for (const [name, stem] of Object.entries(field.decode(record) as Stems)) {
      if (stem === null) context.missing++;
      else files.set(`${name}.wav`, wavFile(stem.samples, stem));
    }
    return files;
  },
  fateOfMissing: "no files are written for them",
};

/** One WAV file for each record, with the channels of all stems in the schema's order. */
export const stemChannels: ExportFormat = {
  name: "multichannel",
  ending: "wav",
  isSingleFile: false,
  encode(field, record, context) {
    const stems = Object.values(field.decode(record) as Stems);
    const some = stems.find((stem) => stem !== null);
    if (some === undefined || some === null) {
      throw new UsageError(`Cannot export "${field.name}" of record ${record}: it has no stems`, {
        code: "no-stems",
        field: field.name,
        record,
        hint: "leave the record out with --records, or export it as wav",
      });
    }
    const { channels, sampleRate } = some;
    const frames = some.samples.length / channels;
    const width = stems.length * channels;
    const all = new (some.samples.constructor as Int16ArrayConstructor)(frames * width);
    stems.forEach((stem, place) => {
      if (stem === null) context.missing++;
      for (let at = 0; stem !== null && at < stem.samples.length; at++) {
        const frame = Math.floor(at / channels);
        all[frame * width + place * channels + at % channels] = stem.samples[at]!;
      }
    });
    return wavFile(all, { sampleRate, channels: width });
  },
  fateOfMissing: "their channels are silent",
};

function wavFile(
  samples: Waveform["samples"],
  { sampleRate, channels }: Pick<Waveform, "sampleRate" | "channels">,
): Uint8Array[] {
  const format = {
    sampleRate,
    channels,
    frames: samples.length / channels,
    sampleBytes: samples.BYTES_PER_ELEMENT,
    isFloat: samples instanceof Float32Array,
  };
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  return [wavHeader(format), bytes, new Uint8Array(wavPadding(format))];
}
