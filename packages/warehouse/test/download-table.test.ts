import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { temporaryFolder } from "@churn/runtime/test-support";
import { expect, it, onTestFinished } from "vitest";
import { downloadTable } from "../src/download-table.ts";

const TABLE = "id,churn\n1,0\n";

async function serve(): Promise<(path: string) => string> {
  const server = createServer((request, response) => {
    if (request.url === "/table.csv") response.end(TABLE);
    if (request.url === "/gone.csv") response.writeHead(404).end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((resolve) => server.once("listening", resolve));
  return (path) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}

it("writes the file when it is the one expected", async () => {
  const to = join(temporaryFolder(), "table.csv");
  const url = (await serve())("/table.csv");
  await downloadTable({ url, md5: createHash("md5").update(TABLE).digest("hex") }, to, "");
  expect(readFileSync(to, "utf8")).toBe(TABLE);
});

it.each([
  { when: "another file is there", path: "/table.csv", says: /another file \(md5 \w{32}\) is there/ },
  { when: "nothing is there", path: "/gone.csv", says: /the server answers 404/ },
  { when: "no answer comes in time", path: "/never.csv", says: /did not come in time/ },
])("writes nothing and says how else when $when", async ({ path, says }) => {
  const to = join(temporaryFolder(), "table.csv");
  const url = (await serve())(path);
  await expect(downloadTable({ url, md5: "0".repeat(32) }, to, "npm run it", 300)).rejects.toMatchObject({
    exitCode: 3,
    message: expect.stringMatching(says),
    where: url,
    fix: expect.stringContaining("npm run it"),
  });
  expect(existsSync(to)).toBe(false);
});

it("says so when no host answers", async () => {
  const to = join(temporaryFolder(), "table.csv");
  await expect(downloadTable({ url: "http://nowhere.invalid/t.csv", md5: "" }, to, "")).rejects.toMatchObject({
    code: "UNREACHABLE",
  });
});
