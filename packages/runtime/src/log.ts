/** A line for the person who runs the program. */
export const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
