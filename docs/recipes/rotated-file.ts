import { readFile } from "node:fs/promises";
import { bearerAuth } from "@x/sentry-bearer";

/** A token in a file that something else replaces, such as a mounted secret of Kubernetes or Docker. */
export function tokenFromFile(path: string) {
  // Read at the first request and after a 401. The newline at the file's end is no part of the token.
  return bearerAuth({ token: () => readFile(path, "utf8") });
}
