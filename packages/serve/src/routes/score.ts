import { admission } from "../admission.ts";
import { answerScore } from "../answer-score.ts";
import type { Routes } from "../app.ts";
import { Refusal } from "../refusal.ts";

export const scoreRoutes: Routes = (app, { serving, ...scoring }) => {
  app.post("/score", { onRequest: admission() }, (request) =>
    serving.use((model) => {
      const reasons = reasonsAsked(request.query as Record<string, unknown>, model.bundle.signature.inputs.length);
      return answerScore(model, request.body, reasons, scoring);
    }),
  );
};

function reasonsAsked({ reasons = "0", ...unknown }: Record<string, unknown>, most: number): number {
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw new Refusal(400, `expected no parameter but reasons, received ${name.slice(0, 60)}`);
  const count = /^\d{1,4}$/.test(String(reasons)) ? Number(reasons) : Number.NaN;
  if (count <= most) return count;
  throw new Refusal(400, `reasons: expected a number from 0 to ${most}`);
}
