import axios, { type AxiosStatic } from "axios";
import axiosOldest from "axios-oldest";

export interface Version {
  readonly name: string;
  readonly axios: AxiosStatic;
  /** The newest and the oldest version behave differently in places. */
  readonly newest: boolean;
}

/** Both ends of the peer range. The oldest has the newest's types here, for what both can do. */
export const versions: readonly Version[] = [
  { name: `axios ${axios.VERSION}`, axios, newest: true },
  { name: `axios ${axiosOldest.VERSION}`, axios: axiosOldest as object as AxiosStatic, newest: false },
];

export interface Transport extends Version {
  readonly adapter: "http" | "fetch";
}

/** Each version with each adapter that Node has. */
export const transports: readonly Transport[] = versions.flatMap((version) =>
  (["http", "fetch"] as const).map((adapter) => ({ ...version, name: `${version.name}, ${adapter}`, adapter })),
);

/** The parts of the server's echo that the tests read. */
export interface Echo {
  readonly principal: { readonly kind: string };
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: { readonly length: number; readonly base64: string };
}
