import { type CodecTokens, toStored } from "../../../runtime/mod.ts";
import type { ExportFormat } from "./format.ts";
import { npyHeader } from "./npy.ts";

/** What decoding a field of features returns. */
interface Features {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Features as stored, without padding. */
export const featureArray: ExportFormat = {
  name: "npy",
  isSingleFile: false,
  encode(field, record) {
    const { data, shape } = field.decode(record) as Features;
    const dtype = field.declareBatch(1).dtype === "float16" ? "float16" : "float32";
    return [npyHeader(dtype === "float16" ? "<f2" : "<f4", shape), toStored(data, dtype)];
  },
};

/** Tokens as uint16, however they are packed. */
export const tokenArray: ExportFormat = {
  name: "npy",
  isSingleFile: false,
  encode(field, record) {
    const { data, shape } = field.decode(record) as CodecTokens;
    return [npyHeader("<u2", shape), new Uint8Array(data.buffer)];
  },
};
