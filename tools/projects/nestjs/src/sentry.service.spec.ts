import { Test } from "@nestjs/testing";
import { AppModule } from "./app.module";
import { SentryService } from "./sentry.service";

test("the service sends authenticated requests", async () => {
  const module = await Test.createTestingModule({ imports: [AppModule] }).compile();
  expect(await module.get(SentryService).projects()).toBe(200);
});
