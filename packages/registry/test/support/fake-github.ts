import { createHash, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

export const TOKEN = "a-token-of-the-tests";
export const KNOWN_COMMIT = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";
const REPOSITORY = "ada/churn";
const PAGE_LIMIT = 5;

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };
/** What it does with a request instead of the right thing; `lost`: it does that, and nobody hears of it. */
export type Whim = Answer | { waitMs: number } | "cut" | "lost" | undefined;
type Asked = { method: string; path: string; authorization: string | undefined; bytes: Buffer };
type Asset = { id: number; name: string; size: number; bytes: Buffer };
type Release = { id: number; tag_name: string; draft: boolean; assets: Asset[] } & Record<string, unknown>;

const exists = { status: 422, body: { message: "Reference already exists" } };
const absent = { status: 404, body: { message: "Not Found" } };
const invalid = (code: string) => ({ status: 422, body: { message: "Validation Failed", errors: [{ code }] } });

/**
 * A fake of the part of GitHub that the registry uses, for one repository, on the loopback: git objects and refs, which
 * are created once or not at all, releases and their files, which lie at another host. It answers later than it is
 * asked, so that requests cross.
 */
export class FakeGithub {
  /** Asked for each request. */
  whim: (asked: Asked) => Whim = () => undefined;
  readonly requests: Asked[] = [];
  /** What the host of the files was told. */
  readonly storeSaw: IncomingMessage["headers"][] = [];
  readonly objects = new Map<string, Record<string, unknown>>();
  readonly refs = new Map<string, string>();
  readonly releases = new Map<number, Release>();
  readonly #api: Server;
  readonly #store: Server;
  #lastId = 0;
  #apiUrl = "";
  #storeUrl = "";

  private constructor() {
    this.#api = createServer(async (incoming, outgoing) => {
      const asked = {
        method: incoming.method ?? "",
        path: incoming.url ?? "",
        authorization: incoming.headers.authorization,
        bytes: await bodyOf(incoming),
      };
      this.requests.push(asked);
      const whim = this.whim(asked);
      if (whim === "cut") return void incoming.socket.destroy();
      await sleep(typeof whim === "object" && "waitMs" in whim ? whim.waitMs : Math.random() * 4);
      const { status, body, headers } = typeof whim === "object" && "status" in whim ? whim : this.#answer(asked);
      if (whim === "lost") return void incoming.socket.destroy();
      outgoing.writeHead(status, headers).end(body === undefined ? "" : JSON.stringify(body));
    });
    this.#store = createServer((incoming, outgoing) => {
      this.storeSaw.push(incoming.headers);
      const id = Number(incoming.url?.slice(1));
      outgoing.end([...this.releases.values()].flatMap(({ assets }) => assets).find((one) => one.id === id)?.bytes);
    });
  }

  static async start(): Promise<FakeGithub> {
    const fake = new FakeGithub();
    for (const server of [fake.#api, fake.#store]) {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    }
    fake.#apiUrl = urlOf(fake.#api);
    fake.#storeUrl = urlOf(fake.#store);
    return fake;
  }

  close(): void {
    for (const server of [this.#api, this.#store]) {
      server.close();
      server.closeAllConnections();
    }
  }

  get repository() {
    return { api: this.#apiUrl, repository: REPOSITORY, token: TOKEN };
  }

  #answer({ method, path, authorization, bytes }: Asked): Answer {
    if (authorization !== `Bearer ${TOKEN}`) return { status: 401, body: { message: "Bad credentials" } };
    const url = new URL(path, this.#apiUrl);
    const [, what] = /^\/repos\/ada\/churn\/(.*)$/.exec(url.pathname) ?? [];
    if (what === undefined) return absent;
    const json = () => JSON.parse(bytes.toString("utf8"));
    const routes: [RegExp, (...parts: string[]) => Answer][] = [
      [/^GET git\/matching-refs\/(.+)$/, (prefix) => this.#matching(prefix as string, url)],
      [/^GET git\/ref\/(.+)$/, (ref) => this.#ref(`refs/${ref}`)],
      [/^POST git\/refs$/, () => this.#createRef(json())],
      [/^POST git\/(blobs|tags)$/, (type) => this.#createObject(type as string, json())],
      [/^GET git\/(?:blobs|tags)\/(\w+)$/, (sha) => this.#found(this.objects.get(sha as string))],
      [/^GET git\/commits\/(\w+)$/, (sha) => (sha === KNOWN_COMMIT ? { status: 200, body: { sha } } : absent)],
      [/^POST releases$/, () => this.#createRelease(json())],
      [/^GET releases\/(\d+)$/, (id) => this.#found(this.releases.get(Number(id)), shown)],
      [/^PATCH releases\/(\d+)$/, (id) => this.#patch(Number(id), json())],
      [/^DELETE releases\/(\d+)$/, (id) => (this.releases.delete(Number(id)) ? { status: 204 } : absent)],
      [/^POST releases\/(\d+)\/assets$/, (id) => this.#upload(Number(id), url.searchParams.get("name"), bytes)],
      [/^GET releases\/assets\/(\d+)$/, (id) => ({ status: 302, headers: { location: `${this.#storeUrl}/${id}` } })],
      [/^DELETE releases\/assets\/(\d+)$/, (id) => this.#deleteAsset(Number(id))],
    ];
    for (const [route, answer] of routes) {
      const match = route.exec(`${method} ${what}`);
      if (match) return answer(...match.slice(1));
    }
    return absent;
  }

  #matching(prefix: string, url: URL): Answer {
    const all = [...this.refs].filter(([ref]) => ref.startsWith(`refs/${prefix}`)).sort(([a], [b]) => (a < b ? -1 : 1));
    const size = Math.min(PAGE_LIMIT, Number(url.searchParams.get("per_page") ?? 30));
    const page = Number(url.searchParams.get("page") ?? 1);
    const body = all.slice((page - 1) * size, page * size).map(([ref, sha]) => ({ ref, object: { sha } }));
    const headers = page * size < all.length ? { link: `<${url}>; rel="next"` } : undefined;
    return { status: 200, body, ...(headers && { headers }) };
  }

  #ref(ref: string): Answer {
    const sha = this.refs.get(ref);
    return sha === undefined ? absent : { status: 200, body: { ref, object: { sha } } };
  }

  #createRef({ ref, sha }: { ref: string; sha: string }): Answer {
    if (this.refs.has(ref)) return exists;
    if (!this.objects.has(sha)) return { status: 422, body: { message: "Object does not exist" } };
    this.refs.set(ref, sha);
    return { status: 201, body: { ref, object: { sha } } };
  }

  #createObject(type: string, said: { content?: string; object?: string; tag?: string; message?: string }): Answer {
    if (type === "tags" && !this.objects.has(said.object ?? "")) return invalid("invalid");
    const made = type === "tags" ? { tag: said.tag, message: said.message, object: { sha: said.object } } : {};
    const content = type === "blobs" ? { content: Buffer.from(said.content ?? "").toString("base64") } : {};
    const sha = createHash("sha1")
      .update(type === "tags" ? randomUUID() : (said.content ?? ""))
      .digest("hex"); // a tag has a date
    this.objects.set(sha, { sha, ...made, ...content });
    return { status: 201, body: { sha } };
  }

  #createRelease(said: { tag_name: string; draft: boolean }): Answer {
    const release: Release = { ...said, id: ++this.#lastId, assets: [] };
    release.upload_url = `${this.#apiUrl}/repos/${REPOSITORY}/releases/${release.id}/assets{?name,label}`;
    this.releases.set(release.id, release);
    return { status: 201, body: shown(release) };
  }

  #patch(id: number, change: Partial<Release>): Answer {
    const release = this.releases.get(id);
    if (!release) return absent;
    const isTaken = [...this.releases.values()].some(
      (one) => one !== release && !one.draft && one.tag_name === change.tag_name,
    );
    if (isTaken && change.draft === false) return invalid("already_exists");
    if (change.target_commitish !== undefined && change.target_commitish !== KNOWN_COMMIT) return invalid("invalid");
    Object.assign(release, change);
    return { status: 200, body: shown(release) };
  }

  #upload(id: number, name: string | null, bytes: Buffer): Answer {
    const release = this.releases.get(id);
    if (!release || name === null) return absent;
    if (release.assets.some((one) => one.name === name)) return invalid("already_exists");
    const asset = { id: ++this.#lastId, name, size: bytes.length, bytes };
    release.assets.push(asset);
    return { status: 201, body: { ...asset, bytes: undefined } };
  }

  #deleteAsset(id: number): Answer {
    const release = [...this.releases.values()].find(({ assets }) => assets.some((one) => one.id === id));
    if (!release) return absent;
    release.assets = release.assets.filter((one) => one.id !== id);
    return { status: 204 };
  }

  #found<T>(thing: T | undefined, show: (thing: T) => unknown = (one) => one): Answer {
    return thing === undefined ? absent : { status: 200, body: show(thing) };
  }
}

const shown = (release: Release) => ({
  ...release,
  assets: release.assets.map(({ bytes: _, ...asset }) => asset),
});

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  return Buffer.concat(parts);
}
