import type { AudioTarget, AudioTargetOptions } from "../language/audio_target.ts";
import type { OpusCoding } from "../language/coding.ts";
import type { FieldKind } from "../language/kind.ts";
import { codecKind } from "./codec_kind.ts";

/** The options of an `opus` field with defaults filled in. */
export interface ResolvedOpus extends AudioTarget, Omit<OpusCoding, "codec"> {}

/** What `field.opus` takes: every option is optional. */
export interface OpusOptions extends AudioTargetOptions, Partial<Omit<OpusCoding, "codec">> {}

/** Lossy and small: each payload is an Ogg Opus stream and an index into it. */
export const opusKind: FieldKind<ResolvedOpus> = codecKind("opus", 26);
