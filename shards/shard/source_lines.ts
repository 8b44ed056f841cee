import type { PlannedFile } from "../plan/file_facts.ts";

/** Where a record comes from, as `sources/` keeps it. */
export interface SourceLine {
  /** The file, relative to the folder of the inputs; `null` if the record names none. */
  readonly path: string | null;
  /** Its size. */
  readonly bytes: number | null;
  /** SHA-256 of its bytes, where that was asked for. */
  readonly sha256?: string | undefined;
  /** The part of it that is stored, in seconds. */
  readonly segment?: { readonly start: number; readonly duration?: number | undefined } | undefined;
}

/** A line of a shard's `sources/`. */
export function sourceLine(
  values: Readonly<Record<string, unknown>>,
  files: readonly PlannedFile[],
): string {
  const [file] = files;
  // In the order of RFC 8785.
  const line: SourceLine = {
    bytes: file?.bytes ?? null,
    path: file?.path ?? null,
    segment: segmentOf(values),
    sha256: file?.sha256,
  };
  return `${JSON.stringify(line)}\n`;
}

function segmentOf(values: Readonly<Record<string, unknown>>): SourceLine["segment"] {
  for (const value of Object.values(values)) {
    if (typeof value !== "object" || value === null) continue;
    const { startSeconds, durationSeconds } = value as {
      startSeconds?: number;
      durationSeconds?: number;
    };
    if (startSeconds === undefined && durationSeconds === undefined) continue;
    return { duration: durationSeconds, start: startSeconds ?? 0 };
  }
  return undefined;
}
