import { expect, it } from "vitest";
import { warehouseError } from "../src/postgres-error.ts";

const error = (message: string, more = {}) => Object.assign(new Error(message), more);
const told = (cause: Error, isConnected = true) => warehouseError(cause, "db.example:5432", isConnected);

it("leaves an error of the disk to those who know disks", () => {
  const full = error("ENOSPC: no space left on device, write", { code: "ENOSPC", syscall: "write" });
  expect(told(full)).toBe(full);
  const denied = error("EACCES: permission denied, open 'x'", { code: "EACCES", syscall: "open", path: "x" });
  expect(told(denied)).toBe(denied);
});

it.each([
  { cause: error("write EPIPE", { code: "EPIPE", syscall: "write" }), says: /went away in the middle/ },
  { cause: error("aborted", { name: "AbortError" }), says: /took too long/ },
  { cause: error("value too long", { code: "22001", severity: "ERROR" }), says: /refuses the query: value too long/ },
  { cause: error("", { code: "ECONNREFUSED" }), isConnected: false, says: /does not answer: ECONNREFUSED/ },
  { cause: error("self-signed certificate", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }), says: /can't be trusted/ },
  { cause: error("The server does not support SSL connections"), isConnected: false, says: /can't be trusted/ },
])("says what it means: $cause.message", ({ cause, isConnected, says }) => {
  expect(told(cause, isConnected)).toMatchObject({
    exitCode: 3,
    where: "db.example:5432",
    message: expect.stringMatching(says),
  });
});
