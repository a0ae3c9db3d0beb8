export { bearerAuth } from "./bearer-auth.ts";
