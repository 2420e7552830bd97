import { expect, it, test } from "vitest";
import { EXIT_BUG, EXIT_CHECK_FAILED, EXIT_CODES, EXIT_INTERRUPTED, PipelineError } from "../src/index.ts";

test("the exit codes are those that scripts and workflows know", () => {
  expect({ ...EXIT_CODES, EXIT_CHECK_FAILED, EXIT_BUG, EXIT_INTERRUPTED }).toEqual({
    CHECK_FAILED: 1,
    USAGE_INVALID: 2,
    PARAMS_INVALID: 2,
    CONTRACT_INVALID: 2,
    ENVIRONMENT_INVALID: 2,
    ARTIFACT_MISSING: 3,
    ARTIFACT_INVALID: 3,
    DATA_MISSING: 3,
    UNREACHABLE: 3,
    DISK_FULL: 3,
    EXIT_CHECK_FAILED: 1,
    EXIT_BUG: 70,
    EXIT_INTERRUPTED: 130,
  });
});

it("an expected failure says what, where and how to mend it, and keeps its cause", () => {
  const cause = new Error("ENOENT");
  const error = new PipelineError("DATA_MISSING", { what: "no table", where: "data/", fix: "bring it", cause });
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ message: "no table", where: "data/", fix: "bring it", exitCode: 3, cause });
});
