import axios from "axios";
import ky from "ky";
import nodeFetch from "node-fetch";
import { fetch as undiciFetch } from "undici";
import { axiosSubject } from "../../axios/test/subject.ts";
import { adapters } from "../../fetch/test/subject.node.ts";
import { fetchSubject } from "../../fetch/test/subject.ts";
import { kySubject } from "../../ky/test/subject.ts";
import { proxiedSubject } from "./subject-behind-proxy.ts";

/** A fetch by the name and the limits that it has without a proxy's headers. */
const known = (name: string) => (fetch: typeof globalThis.fetch) =>
  fetchSubject(name, fetch, adapters.find((subject) => subject.name === name)?.lacks);

export const proxied = [
  proxiedSubject(known("fetch of undici"), undiciFetch as object as typeof fetch),
  proxiedSubject(known("node-fetch 3"), nodeFetch as object as typeof fetch),
  proxiedSubject((fetch) => axiosSubject("axios fetch", axios, { adapter: "fetch", env: { fetch } }), fetch),
  proxiedSubject((fetch) => kySubject("ky 2", ky, { fetch }), fetch),
];
