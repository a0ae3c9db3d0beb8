import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";
import { SentryService } from "./sentry.service";

async function main(): Promise<void> {
  const app = await NestFactory.createApplicationContext(AppModule, { logger: ["error"] });
  const status = await app.get(SentryService).projects();
  if (status !== 200) throw new Error(`got ${status}`);
}

void main();
