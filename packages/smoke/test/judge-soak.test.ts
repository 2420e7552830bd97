import { expect, it } from "vitest";
import { judgeSoak, type Seen } from "../src/judge-soak.ts";

const good: Seen = { sent: 1_000, errors: 0, p99Ms: 20, shift: 0.01 };
const limits = { p99Ms: 100, fewest: 200 };

it.each<{ when: string; seen: Partial<Seen>; isEnd?: boolean; says?: RegExp }>([
  { when: "all is well", seen: {} },
  { when: "nothing was sent yet", seen: { sent: 0, p99Ms: Number.NaN, shift: Number.NaN }, isEnd: false },
  { when: "one of a thousand fails", seen: { errors: 1 } },
  { when: "two of a thousand fail", seen: { errors: 2 }, says: /2 of 1000 requests failed/ },
  { when: "two of a thousand fail, and it goes on", seen: { errors: 2 }, isEnd: false },
  { when: "the first three fail", seen: { sent: 3, errors: 3 }, isEnd: false, says: /3 of 3 requests failed/ },
  { when: "the very first fails", seen: { sent: 1, errors: 1 }, isEnd: false },
  { when: "too few were sent", seen: { sent: 199 }, says: /199 requests are too few/ },
  { when: "it is slow", seen: { p99Ms: 101 }, says: /99 % are answered within 101.0 ms, allowed 100.0/ },
  { when: "it is slow, and it goes on", seen: { p99Ms: 101 }, isEnd: false },
  { when: "it is twice as slow, and it goes on", seen: { p99Ms: 201 }, isEnd: false, says: /201.0 ms/ },
  { when: "scores shift", seen: { shift: 0.3 }, says: /shifted by 0.300/ },
  { when: "scores shift, and it goes on", seen: { shift: 0.3 }, isEnd: false },
  { when: "scores shift much, and it goes on", seen: { shift: 0.6 }, isEnd: false, says: /shifted by 0.600/ },
  { when: "the reference gave no scores", seen: { shift: Number.NaN }, says: /no score could be held against/ },
])("when $when", ({ seen, isEnd = true, says }) => {
  const why = judgeSoak({ ...good, ...seen }, limits, isEnd);
  if (says) expect(why).toEqual([expect.stringMatching(says)]);
  else expect(why).toEqual([]);
});
