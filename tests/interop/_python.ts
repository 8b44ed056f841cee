/** Tests that run the Python programs of this folder. */

const python = findPython();

/** A test that says why it is skipped if there is no Python. `run` gets a folder of its own. */
export function pythonTest(name: string, run: (folder: string) => void): void {
  Deno.test({
    name: python === undefined ? `${name} (skipped: python3 isn't installed)` : name,
    ignore: python === undefined,
    fn() {
      const folder = Deno.makeTempDirSync();
      try {
        run(folder);
      } finally {
        Deno.removeSync(folder, { recursive: true });
      }
    },
  });
}

/** Runs a program of this folder to its end; it leaves no compiled modules behind. */
export function runPython(
  program: string,
  args: readonly string[],
): { code: number; stdout: string; stderr: string } {
  const path = new URL(program, import.meta.url).pathname;
  const command = new Deno.Command(python ?? "python3", { args: ["-B", path, ...args] });
  const { code, stdout, stderr } = command.outputSync();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

function findPython(): string | undefined {
  for (const name of ["python3", "python"]) {
    try {
      const args = ["-c", "import sys; sys.exit(sys.version_info < (3, 6))"];
      if (new Deno.Command(name, { args }).outputSync().success) return name;
    } catch {
      // There is no file with this name.
    }
  }
  return undefined;
}
