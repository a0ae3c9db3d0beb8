export { userTokenAuth } from "./user-token-auth.ts";
