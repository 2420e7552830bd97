// `npm run doctor`: what is in place, what is not, and the command that mends it
import { checks } from "./doctor/checks.mjs";
import { main } from "./process/main.mjs";
import { root } from "./project.mjs";

await main(async () => {
  let broken = 0;
  for (const { name, look } of checks) {
    const { state, text, mend } = await look(root);
    if (state === "broken") broken += 1;
    console.log(`${state.padEnd(6)}  ${name.padEnd(12)}  ${text}${mend ? `  →  ${mend}` : ""}`);
  }
  return broken > 0 ? 1 : 0;
});
