import { AudiofieldError, errorParts, rebuiltError } from "../../errors/mod.ts";
import { InputFailure } from "./failure.ts";

/** An output that has another name until it is complete. */
export interface TemporaryOutput {
  /** The folder in which it is made. */
  readonly work: string;
  /** What the user calls the output. */
  readonly path: string;
  /** Whether it becomes a single file: then nothing in the folder has a name of its own. */
  readonly isFile: boolean;
}

/** An error that was met while an output was made, in terms of the output's own name. */
export function withoutTemporary(cause: unknown, output: TemporaryOutput): unknown {
  if (cause instanceof InputFailure) {
    return new InputFailure(cause.where, withoutTemporary(cause.cause, output));
  }
  if (!(cause instanceof AudiofieldError) || !cause.message.includes(output.work)) return cause;
  const parts = errorParts(cause);
  const named = (text: string | undefined) => text && ownNames(text, output);
  const { message, file, hint, stack } = parts;
  const renamed = rebuiltError({
    ...parts,
    message: ownNames(message, output),
    file: named(file),
    hint: named(hint),
    stack: named(stack),
  });
  return renamed === undefined ? cause : Object.assign(renamed, { cause: cause.cause });
}

function ownNames(text: string, { work, path, isFile }: TemporaryOutput): string {
  if (!isFile) return text.replaceAll(work, path.replace(/[/\\]+$/, ""));
  return text.split(work).map((rest, at) => at === 0 ? rest : rest.replace(/^[/\\][^"\n]*/, ""))
    .join(path);
}
