import type { Figure } from "./figures.ts";

/** What `bench` measures, by name. Each part loads only what it needs. */
export const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  size: async () => (await import("./size-tables.ts")).sizes(),
  start: async () => (await import("./start.ts")).coldStart(),
  creating: async () => (await import("./creating.ts")).creating(),
  tenants: async () => (await import("./tenants.ts")).heapPerTenant(),
  memory: async () => (await import("./memory.ts")).heapAfterRequests(),
  fetch: async () => (await import("./fetch-cost.ts")).fetchCost(),
  ky: async () => (await import("./ky-cost.ts")).kyCost(),
  axios: async () => (await import("./axios-cost.ts")).axiosCost(),
  origins: async () => (await import("./listed-origins.ts")).listedOrigins(),
  store: async () => (await import("./store-calls.ts")).storeCalls(),
  waiting: async () => (await import("./waiting-requests.ts")).waitingRequests(),
  endless: async () => (await import("./endless-bodies.ts")).endlessBodies(),
  socket: async () => (await import("./throughput.ts")).throughput(),
  redact: async () => (await import("./redact-cost.ts")).redactCost(),
};
