/** What every command exits with. */
export const exitCodes = {
  /** Done; skipped inputs don't change that. */
  done: 0,
  /** Failed, as the error on stderr says. */
  failed: 1,
  /** Flags or arguments are wrong. */
  usage: 2,
  /** A command that looks for something, such as damage, has found it. */
  found: 3,
  /** Ended by Ctrl-C. */
  interrupted: 130,
} as const;
