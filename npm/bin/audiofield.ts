/**
 * The program `audiofield` of the package `@audiofield/cli`. It starts the command line in the host
 * that runs it, Node, Bun or Deno, if that host and the installed library will do.
 *
 * @module
 */
import * as modules from "node:module";
import process from "node:process";

/** What the builder knows: see `npm/command_line.ts`. */
declare const VERSION: string;
declare const OLDEST_NODE: string;

const complaint = wrongHost() ?? wrongLibrary();
if (complaint !== undefined) {
  console.error(complaint);
  process.exit(1);
}
hideTypeScriptWarning();
findLibraryForSchemas();
const { main } = await import("../../cli/main.ts");
process.exit(await main(process.argv.slice(2)));

/** Why this host can't run the commands. */
function wrongHost(): string | undefined {
  const { node, bun, deno } = process.versions as Record<string, string | undefined>;
  if (bun !== undefined || deno !== undefined || node === undefined) return undefined;
  if (isAtLeast(node, OLDEST_NODE)) return undefined;
  return `error[PackageError/old-node]: Cannot run audiofield in Node ${node}: it needs Node ` +
    `${OLDEST_NODE} or later, which runs schemas in TypeScript as they are; install a later one`;
}

/** Why the installed library isn't the one that belongs to these commands. */
function wrongLibrary(): string | undefined {
  let found: string;
  try {
    found = modules.createRequire(import.meta.url)("audiofield/package.json").version;
  } catch {
    return "error[PackageError/package-missing]: Cannot find the package audiofield beside " +
      `@audiofield/cli; run \`npm install audiofield@${VERSION}\``;
  }
  if (found === VERSION) return undefined;
  return `error[PackageError/version]: @audiofield/cli ${VERSION} needs audiofield ${VERSION}, but ` +
    `found ${found}; run \`npm install audiofield@${VERSION} @audiofield/cli@${VERSION}\``;
}

function isAtLeast(version: string, least: string): boolean {
  const [found, wanted] = [version, least].map((text) => text.split(".").map(Number));
  for (const [place, part] of wanted!.entries()) {
    if (found![place] !== part) return (found![place] ?? 0) > part;
  }
  return true;
}

/** Node warns that running TypeScript is experimental whenever a schema is loaded. */
function hideTypeScriptWarning(): void {
  const emit = process.emitWarning;
  process.emitWarning = ((warning: unknown, ...rest: never[]) => {
    if (!String(warning).startsWith("Type Stripping is")) emit(warning as string, ...rest);
  }) as typeof process.emitWarning;
}

/**
 * A schema's `audiofield` is the one that is installed for its folder. Where there is none, it is
 * the one of these commands, so that `npx @audiofield/cli` works in an empty folder.
 */
function findLibraryForSchemas(): void {
  // Bun has no hooks, and finds packages by itself.
  modules.registerHooks?.({
    resolve(specifier, context, next) {
      if (!/^audiofield(\/|$)/.test(specifier)) return next(specifier, context);
      try {
        return next(specifier, context);
      } catch (cause) {
        if (context.parentURL === import.meta.url) throw cause;
        return next(specifier, { ...context, parentURL: import.meta.url });
      }
    },
  });
}
