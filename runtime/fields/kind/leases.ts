/**
 * Waits for the leases of several fields and joins them into one; if one field fails, the leases of
 * the others are released at once. Hosts without `Symbol.dispose` release them by name.
 */
export async function allLeases(
  fields: readonly Promise<Disposable | undefined>[],
): Promise<Disposable & { dispose(): void }> {
  const settled = await Promise.allSettled(fields);
  const leases = new DisposableStack();
  for (const field of settled) {
    if (field.status === "fulfilled") leases.use(field.value);
  }
  const failed = settled.find((field) => field.status === "rejected");
  if (failed === undefined) return leases;
  leases.dispose();
  throw failed.reason;
}
