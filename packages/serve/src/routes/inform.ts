import type { ModelAnswer, ReadyAnswer } from "@churn/contracts";
import type { Routes } from "../app.ts";
import { openApi } from "../open-api.ts";
import { Refusal } from "../refusal.ts";

export const informRoutes: Routes = (app, { serving, metrics }) => {
  app.get("/live", async () => ({ status: "live" }));
  app.get("/ready", async (): Promise<ReadyAnswer> => {
    const { facts } = serving.required();
    if (serving.isEnding) throw new Refusal(503, "the service is ending");
    return { status: "ready", model: facts, ...(serving.refused ? { refused: serving.refused } : {}) };
  });
  app.get("/model", async (): Promise<ModelAnswer> => {
    const { facts, bundle } = serving.required();
    const { releaseDigest, signature, lineage, card } = bundle;
    return { ...facts, releaseDigest, signature, lineage, card };
  });
  app.get("/metrics", async (_, reply) => reply.type(metrics.contentType).send(await metrics.text()));
  app.get("/openapi.json", async () => openApi(serving.required()));
};
