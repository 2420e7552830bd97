const LINE = 120;

/** What the registry calls the model of a team. */
export const modelOf = (name) => (name === "churn" ? "churn" : `${name}-churn`);

export const packageOf = (name) => (name === "churn" ? "churn-starter" : `${name}-churn`);

/** The npm scope wherever it stands in a text, but not the end of an e-mail address. */
export const scoped = (text, old, name) =>
  text.replaceAll(new RegExp(`(?<![\\w.+-])@${old}(?=[/"'\`]|$)`, "gm"), `@${name}`);

/** Imports from the scope, laid out as Biome does: on one line where that fits, else a line for each name. */
export const fitImports = (text, name) =>
  text.replaceAll(
    new RegExp(`^((?:import|export)(?: type)?) \\{([^{}]*)\\} from "(@${name}/[^"]+)";$`, "gm"),
    (_, keyword, list, from) => {
      const names = list
        .split(",")
        .map((one) => one.trim())
        .filter(Boolean);
      const line = `${keyword} { ${names.join(", ")} } from "${from}";`;
      return line.length <= LINE ? line : `${keyword} {\n  ${names.join(",\n  ")},\n} from "${from}";`;
    },
  );

export const named = (text, model) => text.replace(/(?<=MODEL_NAME = ")[^"]*/, model);

/** The heading, unless somebody wrote another one. */
export function titled(text, old, name) {
  const heading = text.match(/^# (.*)$/m)?.[1];
  return ["Churn starter", titleOf(old)].includes(heading) ? text.replace(`# ${heading}`, `# ${titleOf(name)}`) : text;
}

const titleOf = (name) =>
  name === "churn" ? "Churn starter" : `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll("-", " ")} churn`;

export const licensed = (text, holder) =>
  text.replace(/^(Copyright \(c\) [\d-]+) .*$/m, (_, since) => `${since} ${holder}`);

/** .github/CODEOWNERS with another owner of every path. */
export const owned = (text, owner) => text.replaceAll(/^(\/\S+\s+)@\S+$/gm, (_, path) => `${path}${owner}`);

/** package-lock.json with the root's name, in npm's order. */
export function lockFile(text, name) {
  const lock = JSON.parse(text);
  lock.name = name;
  lock.packages[""].name = name;
  const inOrder = Object.entries(lock.packages).sort(([one], [other]) => one.localeCompare(other, "en"));
  lock.packages = Object.fromEntries(inOrder);
  return `${JSON.stringify(lock, null, 2)}\n`;
}
