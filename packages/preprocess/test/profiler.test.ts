import { expect, it } from "vitest";
import { type ProfileRow, profile, profilePage } from "../src/profile.ts";
import { Profiler } from "../src/profiler.ts";
import { shop } from "./make-shop.ts";

const row = { id: "c1", seen: "2026-01-31", tenure: 1, spent: 4, plan: "basic", vip: 0, visited: 7, rating: 3, fax: 0 };
const rows: ProfileRow[] = [
  { ...row, left: 0 },
  { ...row, tenure: 2, visited: null, left: 1 },
];

it("finds on its thread what it would find here", async () => {
  const found = await Profiler.beside(shop, async (profiler) => {
    profiler.give(rows);
    return profiler.profile();
  });
  expect(found.profile).toEqual(profile(shop, rows));
  expect(found.page).toBe(profilePage(shop, found.profile));
});

it("a failure there is heard of here, by whoever asks", async () => {
  const asking = Profiler.beside(shop, async (profiler) => {
    profiler.give([]);
    return profiler.profile();
  });
  await expect(asking).rejects.toThrow("Column not found");
});

it("a thread that ends without a word is heard of too", async () => {
  const silent = new URL("data:text/javascript,process.exit(3)");
  const asking = Profiler.beside(shop, (profiler) => profiler.profile(), silent);
  await expect(asking).rejects.toThrow("the thread of the profile ended with 3");
});

it("what fails beside it is what is heard of", async () => {
  const failing = Profiler.beside(shop, async () => Promise.reject(new Error("a full disk")));
  await expect(failing).rejects.toThrow("a full disk");
});
