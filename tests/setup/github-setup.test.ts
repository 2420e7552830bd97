import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { projectFile } from "../support/project-file.ts";
import { temporaryFolder, writeIn } from "./temporary-folder.ts";

type Known = {
  refuses: string[];
  environments: Record<string, { policies: object[]; protection_rules: object[]; deployment_branch_policy: object }>;
  rulesets: object[];
  loggedOut?: boolean;
};

const RULESET = JSON.parse(readFileSync(projectFile(".github/rulesets/main.json"), "utf8"));
const reviewedBy = (type: string, id: number, alone = false) => ({
  type: "required_reviewers",
  reviewers: [{ type, reviewer: { id } }],
  prevent_self_review: alone,
});
const A_WAIT = { type: "wait_timer", wait_timer: 30 };
const ONLY_MAIN = {
  policies: [{ name: "main", type: "branch" }],
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
};

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  know({ refuses: [], environments: {}, rulesets: [] });
  for (const path of ["tools/github", "tools/process", "tools/project.mjs", "tools/github-setup.mjs", ".github"])
    cpSync(projectFile(path), join(folder, path), { recursive: true });
  writeIn(folder, ".github/CODEOWNERS", "# @OWNER\n/params.yaml  @acme/models\n");
});

const know = (known: Known) => writeFileSync(join(folder, "gh.json"), JSON.stringify(known));
const known = (): Known => JSON.parse(readFileSync(join(folder, "gh.json"), "utf8"));
const asked = () => (existsSync(join(folder, "asked")) ? readFileSync(join(folder, "asked"), "utf8") : "");

function setUp() {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const fake = projectFile("tests/support/fake-gh.mjs");
  writeFileSync(join(bin, "gh"), `#!/bin/sh\nexec node "${fake}" "${folder}" "$@"\n`, { mode: 0o755 });
  return start({ PATH: `${bin}:${process.env.PATH}`, GH_TOKEN: "s3cret" });
}

function start(env: Record<string, string>) {
  const program = join(folder, "tools/github-setup.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { env, encoding: "utf8" });
  return { exitCode: status, output: stdout + stderr };
}

describe("npm run github:setup", () => {
  it("makes both environments and the rules of main", () => {
    const { exitCode, output } = setUp();
    expect({ exitCode, output }).toEqual({ exitCode: 0, output: expect.stringMatching(/everything is in place\n$/) });
    expect(known().environments).toEqual({
      staging: { ...ONLY_MAIN, protection_rules: [] },
      production: { ...ONLY_MAIN, protection_rules: [reviewedBy("User", 7), A_WAIT] },
    });
    expect(known().rulesets).toEqual([{ id: 1, ...RULESET }]);
    expect(output).not.toContain("s3cret");
  });

  it("ends with 3, and names the command, where nobody owns what the rules want a review of", () => {
    writeIn(folder, ".github/CODEOWNERS", "/params.yaml  @OWNER\n");
    const { exitCode, output } = setUp();
    expect(exitCode).toBe(3);
    expect(output).toMatch(/CODEOWNERS names @OWNER.*\n.*npm run init -- --name NAME --owner @YOU/);
    expect(known().rulesets).toHaveLength(1);
  });

  it("changes nothing when it is run again, and keeps what others set in either environment", () => {
    setUp();
    const { environments, ...rest } = known();
    const branches = [{ name: "release/*", type: "branch" }, ...ONLY_MAIN.policies];
    environments.production = {
      protection_rules: [reviewedBy("Team", 12, true), { ...A_WAIT, wait_timer: 10 }],
      ...{ ...ONLY_MAIN, policies: branches },
    };
    environments.staging = {
      protection_rules: [reviewedBy("User", 3), { ...A_WAIT, wait_timer: 5 }],
      ...{ policies: [], deployment_branch_policy: { protected_branches: true, custom_branch_policies: false } },
    };
    know({ ...rest, environments });
    const before = known();
    expect(setUp()).toMatchObject({ exitCode: 0 });
    expect(known()).toEqual(before);
  });

  it("adds what is missing to what others set", () => {
    const protection_rules = [reviewedBy("Team", 12)];
    const policies = [{ name: "release/*", type: "branch" }];
    know({ ...known(), environments: { production: { ...ONLY_MAIN, policies, protection_rules } } });
    expect(setUp()).toMatchObject({ exitCode: 0 });
    expect(known().environments.production).toEqual({
      ...{ ...ONLY_MAIN, policies: [...policies, ...ONLY_MAIN.policies] },
      protection_rules: [reviewedBy("Team", 12), A_WAIT],
    });
  });

  it("changes no environment where GitHub does not say what others set", () => {
    know({ ...known(), refuses: ["environments"] });
    expect(setUp()).toEqual({ exitCode: 3, output: expect.stringMatching(/- production, as it is: Server Error/) });
    expect(asked()).not.toMatch(/PUT .*environments/);
  });

  it("ends with 3, and says what to do, where no branch may deploy as main could not be named", () => {
    know({ ...known(), refuses: ["branch policies"] });
    const { exitCode, output } = setUp();
    expect(exitCode).toBe(3);
    for (const name of ["staging", "production"])
      expect(output).toMatch(
        new RegExp(`- ${name}, main as a branch that deploys: Not Found\n.*Settings → Environments → ${name}\n`),
      );
    expect(output).not.toContain("everything is in place");
  });

  it("does what a plan allows, and says of the rest what to do instead", () => {
    know({ ...known(), refuses: ["reviewers", "wait_timer", "rulesets"] });
    const { exitCode, output } = setUp();
    expect(exitCode).toBe(0);
    expect(known().environments).toEqual({
      staging: { ...ONLY_MAIN, protection_rules: [] },
      production: { ...ONLY_MAIN, protection_rules: [] },
    });
    expect(output).toMatch(/- production, required reviewers .*billing plan(.|\n)*-f to=production -f version=N/);
    expect(output).toMatch(/- production, a wait of 30 minutes, /);
    expect(output).toMatch(/- the rules of main: Upgrade to GitHub Pro/);
  });

  it("keeps the timer where only reviewers are not allowed", () => {
    know({ ...known(), refuses: ["reviewers"] });
    expect(setUp().output).not.toContain("- production, a wait");
    expect(known().environments.production?.protection_rules).toEqual([A_WAIT]);
  });

  it("ends with 3 where it is rights that are missing, and not the plan", () => {
    know({ ...known(), refuses: ["everything but reading"] });
    const { exitCode, output } = setUp();
    expect(exitCode).toBe(3);
    expect(output.match(/Must have admin rights/g)).toHaveLength(7);
    expect(known()).toMatchObject({ environments: {}, rulesets: [] });
  });

  it("ends where it is not let in, before it asks for a change", () => {
    know({ ...known(), loggedOut: true });
    expect(setUp()).toEqual({
      exitCode: 3,
      output: expect.stringMatching(/Bad credentials\n {2}mend: {2}gh auth login/),
    });
    expect(asked()).not.toMatch(/PUT|POST/);
  });

  it("says that gh is not here", () => {
    expect(start({ PATH: folder })).toEqual({ exitCode: 3, output: expect.stringMatching(/gh, .* is not here/) });
  });
});
