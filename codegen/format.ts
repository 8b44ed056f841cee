/**
 * Formats TypeScript with `deno fmt`, whatever the user's own settings are, so that the same schema
 * produces the same bytes everywhere.
 *
 * @throws {Error} when `deno fmt` can't be run or refuses the text, which would be our bug.
 */
export async function formatTypeScript(text: string): Promise<string> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--no-config", "--quiet", "--ext", "ts", "--line-width", "100", "-"],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  await using process = command.spawn();
  const writer = process.stdin.getWriter();
  await writer.write(new TextEncoder().encode(text));
  await writer.close();
  const { success, stdout, stderr } = await process.output();
  if (!success) throw new Error(`deno fmt failed: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}
