import { mustGh } from "../../github/gh.mjs";
import { mustAz } from "./az.mjs";

const PROGRAMS = { az: mustAz, gh: mustGh };

/** Shows what is there, and makes what is not: only with --apply, else the command is shown. */
export class Things {
  missing = 0;

  constructor(apply) {
    this.apply = apply;
  }

  /**
   * @param wish.there - what is there already, or undefined
   * @param wish.make - arguments of the program, which is az where no other is named
   * @returns what is there now; undefined where it is only shown
   */
  ensure(what, { there, make, program = "az" }) {
    if (there) {
      console.log(`there    ${what}`);
      return there;
    }
    if (this.apply) {
      const made = PROGRAMS[program](make);
      console.log(`made     ${what}`);
      return made ?? {};
    }
    this.missing += 1;
    console.log(`missing  ${what}\n           ${[program, ...make].map(quoted).join(" ")}`);
    return undefined;
  }
}

/** As a shell wants it. */
const quoted = (arg) => (/^[\w./:@=-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`);
