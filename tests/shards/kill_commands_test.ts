/** Commands on datasets survive SIGKILL: `deno task long` kills each of them many times. */
import { killableCommands, KilledCommand } from "./_killed_command.ts";

for (const command of killableCommands) {
  Deno.test(`${command} killed at any moment and given again ends as if it hadn't been`, async () => {
    using killed = await KilledCommand.of(command);
    for (let kills = 0; kills < 2;) kills += await killed.round(2 - kills, Math.random);
  });
}
