import { type DatasetIr, defineDataset, field } from "../../schema/mod.ts";
import { createDatasetWriter } from "../../runtime/mod.ts";

/** Every kind of field, with options at their defaults and with others. */
export const Varied = defineDataset("Varied", {
  a8: field.uint8(),
  b8: field.int8(),
  a16: field.uint16(),
  b16: field.int16(),
  a32: field.uint32(),
  b32: field.int32({ default: -5 }),
  a64: field.uint64({ default: 18_446_744_073_709_551_615n }),
  b64: field.int64(),
  f32: field.float32(),
  f64: field.float64({ default: 0.1 }),
  flag: field.bool({ default: true }),
  transcript: field.text({ default: "größer ≥ 1" }),
  mono: field.waveform(),
  blob: field.bytes(),
  surround: field.waveform({ sampleRate: 48_000, mono: false, dtype: "float32" }),
  wide: field.waveform({ sampleRate: 8_000, dtype: "int32" }),
});

/** A record of {@link Varied}; each index gives different values, lengths and channels. */
export function variedRecord(index: number): Record<string, unknown> {
  const channels = 1 + index % 3;
  return {
    a8: (index * 37) % 256,
    b8: (index * 91) % 256 - 128,
    a16: (index * 7919) % 65_536,
    b16: 0 - index,
    a32: 4_294_967_295 - index,
    ...(index % 2 === 0 ? {} : { b32: index }),
    ...(index % 3 === 0 ? {} : { a64: BigInt(index) << 33n }),
    b64: -(1n << 63n) + BigInt(index),
    f32: index / 3,
    f64: index === 2 ? -Infinity : Math.sqrt(index),
    flag: index % 2 === 1,
    transcript: ["", "héllo", "日本語 🎧", "\ufeffbom"][index % 4],
    mono: { samples: Int16Array.from(ramp(index * 41, 300)), sampleRate: 16_000 },
    blob: Uint8Array.from({ length: (index * 29) % 130 }, (_, at) => at ^ index),
    surround: {
      samples: Float32Array.from(ramp(index * 7 * channels, 1), (value) => value / 8),
      sampleRate: 48_000,
      channels,
    },
    wide: { samples: ramp(index * 3, 70_000), sampleRate: 8_000 },
  };
}

/** The file with these records. */
export function packed(
  ir: DatasetIr,
  records: readonly Record<string, unknown>[],
): Uint8Array<ArrayBuffer> {
  const folder = Deno.makeTempDirSync();
  try {
    const path = `${folder}/packed.afd`;
    pack(path, ir, records);
    return Deno.readFileSync(path);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** Writes these records to a file. */
export function pack(
  path: string,
  ir: DatasetIr,
  records: readonly Record<string, unknown>[],
): void {
  const writer = createDatasetWriter(path, { ir, overwrite: true });
  for (const record of records) writer.append(record);
  writer.finish();
}

function ramp(length: number, step: number): Int32Array {
  return Int32Array.from({ length }, (_, at) => (at % 64 - 32) * step);
}
