import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeService } from "./support/make-service.ts";

const executablePath = ["chromium", "chromium-browser", "google-chrome"]
  .map((name) => `/usr/bin/${name}`)
  .find((path) => existsSync(path));
const SECONDS = 30_000;

describe.skipIf(executablePath === undefined)("the page, in Chromium (skipped where /usr/bin has none)", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath as string, args: ["--no-sandbox"] });
  }, SECONDS);
  afterAll(() => browser?.close());

  async function open(url: string, options: { colorScheme?: "light" | "dark" } = {}) {
    const page = await browser.newPage(options);
    const faults: string[] = [];
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(new URL(url).origin) && !request.url().startsWith("data:")) {
        faults.push(`asks elsewhere: ${request.url()}`);
      }
    });
    page.on("console", (message) => {
      if (/Content.Security.Policy/i.test(message.text())) faults.push(message.text());
    });
    await page.goto(url);
    for (const [name, value] of [
      ["visits", "7"],
      ["bought", "30"],
    ] as const) {
      if (await page.locator(`[name="${name}"]`).count()) await page.fill(`[name="${name}"]`, value);
    }
    return { page, faults };
  }
  const answer = (page: Page) => page.locator("#answer").innerText();

  it(
    "scores a customer with the keyboard alone, and says why",
    async () => {
      const { url, serving } = await makeService();
      const { page, faults } = await open(url);
      const { inputs } = serving.required().bundle.signature;
      for (const i of inputs.keys()) await page.locator(`label[for="input-${i + 1}"]`).waitFor();
      await page.locator("#input-1").focus();
      await page.keyboard.press("Enter");
      await page.locator("#answer table").waitFor();
      expect(await answer(page)).toMatch(/Likely to (leave|stay): \d+\.\d %/);
      expect(await page.locator("#answer tbody tr").count()).toBe(5);
      expect(faults).toEqual([]);
    },
    SECONDS,
  );

  it(
    "sends null for a value that is missing",
    async () => {
      const { url, serving } = await makeService();
      const { page } = await open(url);
      const missing = serving.required().bundle.signature.inputs.filter((input) => input.missing !== undefined);
      for (const { name } of missing) {
        await page.locator(`[data-input="${name}"] [data-missing]`).focus();
        await page.keyboard.press("Space");
      }
      const sent = page.waitForRequest((request) => request.url().includes("/score"));
      await page.getByRole("button").click();
      const customer = (await sent).postDataJSON();
      expect(missing.map(({ name }) => customer[name])).toEqual(missing.map(() => null));
      await page.locator("#answer h2").waitFor();
    },
    SECONDS,
  );

  it(
    "shows a fault beside its field, goes there, and takes it away again",
    async () => {
      const { url, serving } = await makeService();
      const { page } = await open(url);
      const { inputs } = serving.required().bundle.signature;
      const input = inputs.find(({ range }) => range !== undefined);
      const id = `#input-${inputs.indexOf(input as (typeof inputs)[0]) + 1}`;
      const field = page.locator(id);
      const before = await field.inputValue();
      await field.fill("-1000");
      await page.getByRole("button").click();
      await page.locator(`${id}[aria-invalid=true]`).waitFor();
      expect(await page.locator(`${id}-fault`).innerText()).toContain("received -1000");
      expect(await field.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
      await field.fill(before);
      await page.keyboard.press("Enter");
      await page.locator("#answer table").waitFor();
      expect(await page.locator("[aria-invalid]").count()).toBe(0);
    },
    SECONDS,
  );

  it(
    "shows a fault beside a column whose name is no plain word",
    async () => {
      const { url } = await makeService();
      const { page } = await open(url);
      const detail = "expected a number";
      const errors = [{ pointer: "/100 % ~1~0x", detail }];
      await page.route("**/score?*", (route) => route.fulfill({ status: 400, json: { title: "No", detail, errors } }));
      const rename = 'document.querySelector("[data-input]").dataset.input = "100 % /~x"';
      await page.evaluate(rename);
      await page.getByRole("button").click();
      await page.locator("#input-1[aria-invalid=true]").waitFor();
      expect(await page.locator("[aria-invalid]").count()).toBe(1);
    },
    SECONDS,
  );

  it.each(["light", "dark"] as const)(
    "can be read when the system is %s",
    async (colorScheme) => {
      const { url } = await makeService();
      const { page } = await open(url, { colorScheme });
      const lightness = async (property: string) => {
        const style = `getComputedStyle(document.body).getPropertyValue("${property}")`;
        const [red, green, blue] = ((await page.evaluate(style)) as string).match(/\d+/g) ?? [];
        return (Number(red) + Number(green) + Number(blue)) / (3 * 255);
      };
      const [paper, ink] = [await lightness("background-color"), await lightness("color")];
      expect(colorScheme === "light" ? paper - ink : ink - paper).toBeGreaterThan(0.7);
    },
    SECONDS,
  );

  it(
    "renders the interface without asking elsewhere",
    async () => {
      const { url } = await makeService();
      const { page, faults } = await open(`${url}/docs`);
      await page.locator(".opblock-post").waitFor();
      expect(await page.locator(".opblock").count()).toBe(6);
      expect(faults).toEqual([]);
    },
    SECONDS,
  );
});

it("the page is whole without a browser too: a field for each input, nothing from elsewhere", async () => {
  const { url, serving } = await makeService();
  const response = await fetch(url);
  const html = await response.text();
  for (const { name } of serving.required().bundle.signature.inputs) expect(html).toContain(`name="${name}"`);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'self'");
  expect(html).not.toMatch(/https?:\/\//);
});
