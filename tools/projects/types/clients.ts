// A user's module with the real clients: what comes back has the client's own type.
import { withSentryAuth as withAuthOnAxios } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { withSentryAuth as withAuthOnKy } from "@x/sentry-ky";
import axios, { type AxiosInstance } from "axios";
import ky, { type KyInstance } from "ky";
import ky1, { type KyInstance as KyInstance1 } from "ky-1";

const strategy = bearerAuth({ token: "1a2b3c" });
export const onAxios: AxiosInstance = withAuthOnAxios(axios.create(), strategy);
export const onKy: KyInstance = withAuthOnKy(ky.create({ retry: 0 }), strategy);
export const onKy1: KyInstance1 = withAuthOnKy(ky1.create({ retry: 0 }), strategy);
