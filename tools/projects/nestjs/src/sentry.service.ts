import { HttpService } from "@nestjs/axios";
import { Injectable } from "@nestjs/common";
import { firstValueFrom } from "rxjs";

@Injectable()
export class SentryService {
  constructor(private readonly http: HttpService) {}

  async projects(): Promise<number> {
    const { status } = await firstValueFrom(this.http.get("organizations/acme/projects/"));
    return status;
  }
}
