/**
 * The WebAssembly modules as part of the program: import this where they can't be files of their own,
 * before anything needs them. All but `input`, which reads other people's audio files and is as large as
 * the others together; give it to `init({ wasm: { input } })` if you need it. It has no names. In Deno, from a clone, it takes
 * `--unstable-raw-imports`; the package for npm has the bytes in base64.
 *
 * @module
 */
import { giveKernels } from "../kernels/kernel_modules.ts";
import decoders from "../kernels/wasm/decoders.wasm" with { type: "bytes" };
import dsp from "../kernels/wasm/dsp.wasm" with { type: "bytes" };
import encoders from "../kernels/wasm/encoders.wasm" with { type: "bytes" };

giveKernels({ decoders, dsp, encoders });
