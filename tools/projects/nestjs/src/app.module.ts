import { HttpModule, HttpService } from "@nestjs/axios";
import { Module } from "@nestjs/common";
import { withSentryAuth } from "@x/sentry-axios";
import { bearerAuth } from "@x/sentry-bearer";
import { SentryService } from "./sentry.service";

@Module({
  imports: [HttpModule.register({ baseURL: "https://sentry.io/api/0/" })],
  providers: [SentryService],
})
export class AppModule {
  constructor(http: HttpService) {
    withSentryAuth(http.axiosRef, bearerAuth({ token: process.env.SENTRY_AUTH_TOKEN }));
  }
}
