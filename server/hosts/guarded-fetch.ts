import { lookup } from "node:dns/promises";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { Readable } from "node:stream";
import { isPrivateHost } from "../../core/model/private-address.ts";

/** An address a name resolves to. */
export interface Resolved {
	address: string;
	family: number;
}

/** How names are looked up and addresses judged; others in tests. */
interface Guard {
	resolve(name: string): Promise<Resolved[]>;
	isPrivate(host: string): boolean;
}

const NO_BODY = new Set([204, 205, 304]);

/**
 * A `fetch` for addresses that people of a workspace have set. It resolves the name itself, refuses when any address it
 * resolves to lies in a private network, and connects only to those it has checked, so that a name cannot lead
 * elsewhere between the check and the call. Redirects are handed back, never followed. Rejects with a TypeError.
 */
export function guardedFetch(given: Partial<Guard> = {}): typeof fetch {
	const guard: Guard = { resolve: resolveAll, isPrivate: isPrivateHost, ...given };
	return async (input, init) => {
		const request = new Request(input, init);
		const url = new URL(request.url);
		const addresses = await checked(url.hostname, guard);
		const body = Buffer.from(await request.arrayBuffer());
		return call(request, url, body, addresses);
	};
}

async function resolveAll(name: string): Promise<Resolved[]> {
	return lookup(name, { all: true });
}

async function checked(host: string, { resolve, isPrivate }: Guard): Promise<Resolved[]> {
	const bare = host.replace(/^\[|\]$/g, "");
	const family = isIP(bare);
	if (family === 0 && isPrivate(host)) throw refused(host);
	const found = family === 0 ? await resolve(host) : [{ address: bare, family }];
	if (found.length === 0) throw new TypeError(`${host} resolves to no address`);
	for (const { address, family: kind } of found) {
		if (isPrivate(kind === 6 ? `[${address}]` : address)) throw refused(host);
	}
	return found;
}

function refused(host: string): TypeError {
	return new TypeError(`${host} lies in a private network, where this server does not call`);
}

function call(request: Request, url: URL, body: Buffer, addresses: Resolved[]): Promise<Response> {
	const send = url.protocol === "https:" ? requestHttps : requestHttp;
	return new Promise((resolve, reject) => {
		const sent = send(
			url,
			{
				method: request.method,
				headers: { ...Object.fromEntries(request.headers), "content-length": body.length },
				signal: request.signal,
				lookup: onlyThese(addresses),
				agent: false,
			},
			(answer) => {
				const status = answer.statusCode ?? 0;
				const headers = new Headers();
				for (let i = 0; i < answer.rawHeaders.length; i += 2) {
					headers.append(answer.rawHeaders[i] ?? "", answer.rawHeaders[i + 1] ?? "");
				}
				const init = { status, statusText: answer.statusMessage ?? "", headers };
				if (NO_BODY.has(status)) answer.resume();
				try {
					resolve(new Response(NO_BODY.has(status) ? null : (Readable.toWeb(answer) as ReadableStream), init));
				} catch (fault) {
					sent.destroy();
					reject(fault);
				}
			},
		);
		sent.on("error", reject);
		sent.end(body);
	});
}

/** Answers with what was checked, whatever is asked. */
function onlyThese(addresses: Resolved[]): LookupFunction {
	return (_name, options, done) => {
		const [first] = addresses;
		if (options.all) done(null, addresses);
		else done(null, first?.address ?? "", first?.family ?? 4);
	};
}
