import { SchemaError, UsageError } from "../../errors/mod.ts";
import { type ResolvedFeatures, resolveFeatures } from "../../features/resolve_features.ts";
import type { SpectralDtype, SpectralPresetName } from "../../schema/mod.ts";

/** Features as a command line asks for them. */
export interface FeatureWish {
  readonly preset: SpectralPresetName;
  readonly kind: "mel" | "mfcc" | "spectrogram" | undefined;
  /** `NAME=VALUE` each. */
  readonly set: readonly string[];
  readonly dtype: SpectralDtype;
}

/**
 * The full set of parameters that a command line asks for.
 *
 * @throws {UsageError} when a parameter doesn't exist, can't have that value, or contradicts
 * another.
 */
export function featureOptions(wish: FeatureWish): ResolvedFeatures {
  const { preset, dtype } = wish;
  const kind = wish.kind === "mel" ? "melSpectrogram" : wish.kind;
  const stated: Record<string, unknown> = { preset, storeDtype: dtype };
  for (const text of wish.set) {
    const [name, value] = assignment(text);
    stated[name] = value;
  }
  try {
    return resolveFeatures({ kind, ...stated }, "--set");
  } catch (cause) {
    if (!(cause instanceof SchemaError)) throw cause;
    const { message, found, wanted, hint } = cause;
    throw new UsageError(message.replace(/^--set[.:] ?/, "--set "), {
      code: "arguments",
      found,
      wanted,
      hint,
      cause,
    });
  }
}

/** Parameters that can't be set this way. */
const reserved = new Map([
  ["preset", "--preset"],
  ["storeDtype", "--dtype"],
  ["from", "a schema"],
  ["means", "a schema"],
]);

function assignment(text: string): [name: string, value: unknown] {
  const at = text.indexOf("=");
  const name = text.slice(0, at);
  if (at <= 0) {
    throw new UsageError(`--set ${JSON.stringify(text)}: expected NAME=VALUE`, {
      code: "arguments",
      found: text,
      hint: "write --set nMels=128, for example",
    });
  }
  const other = reserved.get(name);
  if (other !== undefined) {
    throw new UsageError(`--set ${name}: this parameter is set by ${other}`, {
      code: "arguments",
      found: text,
    });
  }
  return [name, valueOf(text.slice(at + 1))];
}

/** Numbers, `true`, `false` and `null` as JSON has them; everything else is text. */
function valueOf(text: string): unknown {
  if (/^(true|false|null|-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/i.test(text)) {
    return text === "true"
      ? true
      : text === "false"
      ? false
      : text === "null"
      ? null
      : Number(text);
  }
  return text;
}
