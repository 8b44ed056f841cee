import assert from "node:assert/strict";
import type {
  AudioCoding,
  AudioTarget,
  CodecTokens,
  DatasetIr,
  FieldIr,
  Pitch,
  ResolvedFlac,
  ResolvedOpus,
  Spectrogram,
  Stems,
  Waveform,
} from "../../schema/mod.ts";
import {
  codingDtype,
  fieldKind,
  fixedChannels,
  type ResolvedSpectral,
  type ResolvedStems,
  type ResolvedWaveform,
  spectralBins,
  type SpectralKind,
  spectralKinds,
} from "../../schema/mod.ts";
import type { DrawnRecord } from "./_records.ts";

/** Values come back as written, or as the default; audio if it needed no conversion. */
export function valuesAgree(
  ir: DatasetIr,
  written: readonly DrawnRecord[],
  read: readonly Readonly<Record<string, unknown>>[],
): void {
  for (const field of ir.fields) {
    written.forEach((record, index) => {
      const value = record[field.name];
      const found = read[index]?.[field.name];
      if (isClip(field)) {
        audioAgrees(field, value as Waveform, found as Waveform);
      } else if (field.kind === "stems") stemsAgree(field, value as Stems, found as Stems);
      else if (field.kind === "pitch") pitchAgrees(value, found as Pitch);
      else if (field.kind === "codecTokens") {
        tokensAgree(value as CodecTokens, found as CodecTokens);
      } else if (isSpectral(field)) featuresAgree(field, value, found as Spectrogram);
      else assert.deepEqual(found, stored(field, value), `${field.name} of record ${index}`);
    });
  }
}

function tokensAgree({ data, shape }: CodecTokens, found: CodecTokens): void {
  assert.deepEqual(found, { data: Uint16Array.from(data), shape: [...shape] });
}

/** Frequencies come back as float32, NaN as 0; those found in audio agree with its voicing. */
function pitchAgrees(given: unknown, { data, voiced, shape }: Pitch): void {
  assert.deepEqual(shape, [data.length]);
  assert.deepEqual(voiced, Uint8Array.from(data, (value) => value > 0 ? 1 : 0));
  assert.ok(data.every((value) => Number.isFinite(value) && value >= 0));
  if (typeof given !== "object" || given === null || !("data" in given)) return;
  assert.deepEqual(data, Float32Array.from((given as Pitch).data, (value) => value || 0));
}

/** Whether each record of the field is one recording. */
export function isClip({ kind }: FieldIr): boolean {
  return ["waveform", "flac", "opus", "chunkedWaveform"].includes(kind);
}

function isSpectral({ kind }: FieldIr): boolean {
  return (spectralKinds as readonly string[]).includes(kind);
}

/** Arrays come back rounded to the stored type; computed ones are finite and have as many bins. */
function featuresAgree({ kind, options }: FieldIr, given: unknown, found: Spectrogram): void {
  const resolved = fieldKind(kind)!.resolve(options) as ResolvedSpectral;
  const [bins, frames] = found.shape;
  assert.equal(bins, spectralBins(kind as SpectralKind, resolved));
  assert.equal(found.data.length, bins * frames);
  assert.ok(found.data.every(Number.isFinite));
  if (typeof given !== "object" || given === null || !("data" in given)) return;
  const { data, shape } = given as Spectrogram;
  assert.deepEqual(found.shape, [...shape]);
  const Stored = resolved.storeDtype === "float16" ? Float16Array : Float32Array;
  assert.deepEqual(found.data, Float32Array.from(Stored.from(data)));
}

/** The value as it must come back. */
function stored({ kind, options }: FieldIr, given: unknown): unknown {
  const value = given === undefined ? options.default : given;
  if (kind === "uint64" || kind === "int64") return BigInt(value as string | number | bigint);
  return kind === "bytes" ? Uint8Array.from(value as Uint8Array) : value;
}

/** Each stem as a separate clip; those of one recording have equal shares of its channels. */
function stemsAgree(field: FieldIr, given: Stems | Waveform, found: Stems): void {
  const { names } = fieldKind("stems")?.resolve(field.options) as ResolvedStems;
  assert.deepEqual(Object.keys(found), names);
  names.forEach((name, stem) => {
    const value = isWaveform(given) ? partOf(given, stem, names.length) : given[name] ?? null;
    if (value === null) assert.equal(found[name], null);
    else audioAgrees(field, value, found[name]!);
  });
}

function isWaveform(given: Stems | Waveform): given is Waveform {
  return ArrayBuffer.isView(given.samples);
}

function partOf({ samples, channels, sampleRate }: Waveform, stem: number, of: number): Waveform {
  const width = channels / of;
  const isPart = (_: unknown, at: number) => Math.floor((at % channels) / width) === stem;
  return { samples: samples.filter(isPart), channels: width, sampleRate };
}

function audioAgrees(
  { kind, options }: FieldIr,
  given: Partial<Waveform>,
  found: Waveform,
): void {
  const target = fieldKind(kind)?.resolve(options) as AudioTarget;
  const coding = codingOf(kind, target);
  const { samples = new Int16Array(0), channels = 1, sampleRate = 0 } = given;
  const stays = samples.constructor.name.toLowerCase() === `${codingDtype(coding)}array` &&
    coding.codec !== "opus" &&
    sampleRate === target.sampleRate && found.channels === channels && !target.normalize;
  assert.equal(found.sampleRate, target.sampleRate);
  assert.equal(found.channels, fixedChannels(target) ?? channels);
  const exact = BigInt(samples.length / channels) * BigInt(target.sampleRate);
  const up = typeof target.resample === "string" ? 0n : BigInt(sampleRate) - 1n;
  assert.equal(found.samples.length / found.channels, Number((exact + up) / BigInt(sampleRate)));
  if (stays) assert.deepEqual(found.samples, samples);
}

function codingOf(kind: string, options: object): AudioCoding {
  if (kind === "waveform") return { ...(options as ResolvedWaveform), codec: "pcm" };
  if (kind === "flac") return { ...(options as ResolvedFlac), codec: "flac" };
  if (kind === "opus") return { ...(options as ResolvedOpus), codec: "opus" };
  return (options as ResolvedStems).coding;
}
