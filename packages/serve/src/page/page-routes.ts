import { readFileSync } from "node:fs";
import type { Routes } from "../app.ts";
import { scorePage } from "./score-page.ts";

const FILES = { "score-page.css": "text/css", "score-page.js": "text/javascript" };
/** Nothing from elsewhere, and nobody else's frame. */
const POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

/** `/`: a page where a person scores a customer with the model that answers at that moment. */
export const pageRoutes: Routes = (app, { serving }) => {
  app.get("/", (_, reply) =>
    reply
      .header("content-security-policy", POLICY)
      .header("cache-control", "no-store")
      .type("text/html; charset=utf-8")
      .send(scorePage(serving.required())),
  );
  for (const [name, type] of Object.entries(FILES)) {
    const text = readFileSync(new URL(name, import.meta.url), "utf8");
    app.get(`/page/${name}`, (_, reply) => reply.type(`${type}; charset=utf-8`).send(text));
  }
};
