import assert from "node:assert/strict";
import { Workspace } from "./_workspace.ts";

/** What bash offers for a command line whose last word is being typed. */
async function offered(workspace: Workspace, words: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await workspace.runBash(`
    source <(audiofield completions bash) || exit 3
    complete -p audiofield > /dev/null || exit 4
    COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
    COMP_LINE="${words.join(" ")}"; COMP_POINT=\${#COMP_LINE}
    _audiofield audiofield "${words.at(-1)}" "${words.at(-2)}"
    printf '%s\\n' "\${COMPREPLY[@]}"`);
  assert.equal(code, 0, stderr);
  return stdout.split("\n").map((line) => line.trimEnd()).filter((line) => line !== "");
}

function has(shell: string): boolean {
  try {
    return new Deno.Command(shell, { args: ["--version"] }).outputSync().success;
  } catch {
    return false;
  }
}

Deno.test({
  name: "bash completes commands, flags, values and files" +
    (has("bash") ? "" : " (skipped: bash isn't installed)"),
  ignore: !has("bash"),
  async fn() {
    using workspace = new Workspace();
    workspace.write("speech.afd", "");
    assert.deepEqual(await offered(workspace, ["audiofield", "in"]), ["inspect"]);
    const flags = await offered(workspace, ["audiofield", "inspect", "--"]);
    for (const flag of ["--record", "--buckets", "--json", "--help"]) {
      assert.ok(flags.includes(flag));
    }
    assert.ok(!flags.includes("--preset"));
    const formats = await offered(workspace, ["audiofield", "export", "--format", "f"]);
    assert.deepEqual(formats, ["flac"]);
    assert.deepEqual(await offered(workspace, ["audiofield", "verify", "spee"]), ["speech.afd"]);
  },
});

for (const shell of ["zsh", "fish"]) {
  Deno.test({
    name: `${shell} reads its completions` +
      (has(shell) ? "" : ` (skipped: ${shell} isn't installed)`),
    ignore: !has(shell),
    async fn() {
      using workspace = new Workspace();
      const { stdout } = await workspace.run(["completions", shell]);
      workspace.write("completions", stdout);
      const { code, stderr } = await workspace.runBash(`${shell} -n completions`);
      assert.equal(code, 0, stderr);
      assert.equal(stderr, "");
    },
  });
}

Deno.test("completions for each shell are a script for audiofield, and nothing else is printed", async () => {
  using workspace = new Workspace();
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout, stderr } = await workspace.run(["completions", shell]);
    assert.equal(code, 0);
    assert.equal(stderr, "");
    assert.match(stdout, /audiofield/);
    assert.match(stdout, new RegExp(`audiofield '?completions'? '?${shell}`));
  }
});

Deno.test("completions without a shell, or for an unknown one, are usage errors", async () => {
  using workspace = new Workspace();
  for (
    const [args, said] of [[[], /knowing the shell/], [["csh"], /Unsupported shell "csh"/]] as const
  ) {
    const { code, stdout, stderr } = await workspace.run(["completions", ...args]);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, /^error\[UsageError\/arguments\]: .*see audiofield completions --help\n$/);
    assert.match(stderr, said);
  }
});
