import { UsageError } from "../../errors/mod.ts";

/** The error for a batch that a field can't decode into: another field's, or something else. */
export function wrongBatch(
  batch: unknown,
  { field, wanted }: { field: string; wanted: string },
): UsageError {
  const found = describe(batch);
  return new UsageError(`Cannot decode "${field}" into ${found}: it takes ${wanted}`, {
    code: "wrong-batch",
    field,
    found,
    wanted,
    hint: "pass a batch that the field's own allocateBatch returned",
  });
}

function describe(batch: unknown): string {
  if (!(batch instanceof Object)) return String(batch);
  return "of" in batch ? `a batch of ${batch.of}` : batch.constructor.name;
}
