import { CodecInstance } from "./codec_handle.ts";
import * as glue from "./wasm/decoders.js";

/** The instance that decodes streams. */
export const decoders: CodecInstance = new CodecInstance("decoders", glue);
