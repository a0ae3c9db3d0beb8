export { legacyBasicAuth } from "./legacy-basic-auth.ts";
