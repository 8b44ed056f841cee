import type { AudioTarget, AudioTargetOptions } from "../language/audio_target.ts";
import type { FlacCoding } from "../language/coding.ts";
import type { FieldKind } from "../language/kind.ts";
import { codecKind } from "./codec_kind.ts";

/** The options of a `flac` field with defaults filled in. */
export interface ResolvedFlac extends AudioTarget, Omit<FlacCoding, "codec"> {}

/** What `field.flac` takes: every option is optional. */
export interface FlacOptions extends AudioTargetOptions, Partial<Omit<FlacCoding, "codec">> {}

/** Lossless: each payload is a native FLAC stream and an index into it. */
export const flacKind: FieldKind<ResolvedFlac> = codecKind("flac", 25);
