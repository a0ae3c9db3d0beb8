import { withSentryAuth as withSentryAuthOnAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth } from "@x/sentry-fetch";
import axios from "axios";
import nodeFetch from "node-fetch";

// Sends one request: `debug-output-program.ts <client> <url> <token>`. The test reads what Node prints about it.

const [client = "", url = "", token = ""] = process.argv.slice(2);
const strategy = bearerAuth({ token, origin: new URL(url).origin });
if (client === "axios") await withSentryAuthOnAxios(axios.create({ adapter: "http" }), strategy).get(url);
else await withSentryAuth(client === "node-fetch" ? (nodeFetch as object as typeof fetch) : fetch, strategy)(url);
