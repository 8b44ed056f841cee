/**
 * What generated modules read fields of codec tokens with.
 *
 * @module
 */
export type { CodecTokens } from "../../schema/mod.ts";
export { CodecTokensField } from "../../runtime/fields/tokens/codec_tokens_field.ts";
export type { TokenBatch } from "../../runtime/fields/tokens/token_batch.ts";
