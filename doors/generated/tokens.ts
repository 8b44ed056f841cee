/**
 * What generated modules use to read fields of codec tokens.
 *
 * @module
 */
import { codecTokensKind as codecTokens } from "../../schema/fields/codec_tokens.ts";
import type { KindFacts } from "../../schema/reading.ts";

export type { CodecTokens } from "../../schema/mod.ts";
export { CodecTokensField } from "../../runtime/fields/tokens/codec_tokens_field.ts";
export type { TokenBatch } from "../../runtime/fields/tokens/token_batch.ts";

// What reading takes to know about the kinds.

/** `codecTokens`. */
export const codecTokensKind: KindFacts = codecTokens;
