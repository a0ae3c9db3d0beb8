export { dsnAuth } from "./dsn-auth.ts";
export { type ParsedDsn, parseDsn } from "./parse-dsn.ts";
