import { AudiofieldError } from "../../errors/mod.ts";

/** The code of one of our errors, or nothing if there was none. */
export async function codeOf(run: () => Promise<void> | void): Promise<string | undefined> {
  try {
    await run();
    return undefined;
  } catch (cause) {
    if (cause instanceof AudiofieldError) return cause.code;
    throw cause;
  }
}
