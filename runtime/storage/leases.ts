/**
 * Waits for several leases and joins them into one; if one fails, the others are released at once.
 * Hosts without `Symbol.dispose` release them by name.
 */
export async function allLeases(
  leases: readonly Promise<Disposable | undefined>[],
): Promise<Disposable & { dispose(): void }> {
  const settled = await Promise.allSettled(leases);
  const held = settled.flatMap((one) => one.status === "fulfilled" ? one.value ?? [] : []);
  const joined = joinLeases(held);
  const failed = settled.find((one) => one.status === "rejected");
  if (failed === undefined) return joined;
  joined.dispose();
  throw failed.reason;
}

/** Several leases as one. */
export function joinLeases(leases: readonly Disposable[]): Disposable & { dispose(): void } {
  const held = [...leases];
  const dispose = () => {
    for (const lease of held.splice(0)) lease[Symbol.dispose]();
  };
  return { dispose, [Symbol.dispose]: dispose };
}
