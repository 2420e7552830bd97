import { fastifySwagger } from "@fastify/swagger";
import { fastifySwaggerUi } from "@fastify/swagger-ui";
import type { Routes } from "../app.ts";
import { openApi } from "../open-api.ts";

/** Swagger UI sets styles in its elements, and nothing else that is not its own. */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'";

/** `/docs`: a page that shows /openapi.json, and where each request can be tried. */
export const docsRoutes: Routes = (app, { serving }) => {
  const document = { openapi: "3.1.1", info: { title: "Churn", version: "0" }, paths: {} } as const; // until it is asked for
  app.register(fastifySwagger, { mode: "static", specification: { document } });
  app.register(fastifySwaggerUi, {
    routePrefix: "/docs",
    staticCSP: POLICY,
    transformSpecificationClone: false,
    transformSpecification: () => openApi(serving.required()),
  });
};
