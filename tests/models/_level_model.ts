import type { CodecModel } from "../../models/mod.ts";

/** 50 frames per second at 16 kHz; tokens are the frames' first samples as int16. */
export class LevelModel implements CodecModel {
  readonly name = "level.onnx";
  readonly sampleRate: number = 16_000;
  readonly channels: number = 1;
  readonly hopLength: number = 320;
  readonly nCodebooks: number = 2;
  readonly vocabSize: number = 65_536;
  readonly sha256: string = "ab".repeat(32);
  /** How often it ran. */
  runs = 0;

  encode(samples: Float32Array): Promise<Uint16Array> {
    this.runs++;
    return Promise.resolve(levelTokens(samples));
  }
}

/** The tokens that a {@link LevelModel} returns. */
export function levelTokens(samples: Float32Array): Uint16Array {
  const frames = Math.ceil(samples.length / 320);
  return Uint16Array.from(
    { length: 2 * frames },
    (_, at) => Math.round(samples[(at % frames) * 320]! * 32_768) & 0xffff,
  );
}
