import { mustAz } from "./az.mjs";

/** Shows what is there, and makes what is not: only with --apply, else the command is shown. */
export class Things {
  missing = 0;

  constructor(apply) {
    this.apply = apply;
  }

  /**
   * @param wish.there - what is there already, or undefined
   * @param wish.make - arguments of az
   * @returns what is there now; undefined where it is only shown
   */
  ensure(what, { there, make }) {
    if (there) {
      console.log(`there    ${what}`);
      return there;
    }
    if (this.apply) {
      const made = mustAz(make);
      console.log(`made     ${what}`);
      return made ?? {};
    }
    this.missing += 1;
    console.log(`missing  ${what}\n           az ${make.map(quoted).join(" ")}`);
    return undefined;
  }
}

const quoted = (arg) => (/^[\w./:@=-]+$/.test(arg) ? arg : `'${arg}'`);
