import { CodecInstance } from "./codec_handle.ts";
import * as glue from "./wasm/encoders.js";

/** The instance that makes streams and checks those of other programs. */
export const encoders: CodecInstance = new CodecInstance("encoders", glue);
