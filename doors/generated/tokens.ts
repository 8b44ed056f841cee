/**
 * What generated modules use to read fields of codec tokens.
 *
 * @module
 */
export type { CodecTokens } from "../../schema/mod.ts";
export { CodecTokensField } from "../../runtime/fields/tokens/codec_tokens_field.ts";
export type { TokenBatch } from "../../runtime/fields/tokens/token_batch.ts";
