import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { CanonicalChange, Host, Outgoing, SignedRequest, Written } from "../../core/contract/host.ts";

/** A vendor for tests: signs with HMAC, sends canonical changes as they are, and answers writes as it is told to. */
export interface TestHost {
	host: Host;
	/** What it was given to write, in order. */
	writes: Outgoing[];
	/** How the next writes end; ok when empty. */
	answers: Written[];
}

/** A fresh vendor. */
export function testHost(): TestHost {
	const writes: Outgoing[] = [];
	const answers: Written[] = [];
	const verify: Host["verify"] = (request, { keys }) => {
		const given = Buffer.from(request.headers["x-signature"] ?? "");
		const fits = keys.some((key) => {
			const expected = Buffer.from(signatureOf(request.body, key));
			return expected.length === given.length && timingSafeEqual(expected, given);
		});
		if (!fits) return { ok: false, reason: "the signature does not fit" };
		return { ok: true, deliveryKey: createHash("sha256").update(request.body).digest("hex") };
	};
	return {
		writes,
		answers,
		host: {
			id: "testcrm",
			config: [{ name: "webhookKey", secret: true, purpose: "signs what the vendor sends" }],
			verify,
			map: (raw) => (raw as { changes: CanonicalChange[] }).changes,
			present: (view) => view,
			async write(change) {
				writes.push(change);
				return answers.shift() ?? { ok: true };
			},
			async handle(request, ports) {
				const key = await ports.secrets.get("webhookKey");
				const verified = verify(request, { now: ports.now(), keys: key ? [key] : [] });
				if (!verified.ok) return { status: 401, body: { reason: verified.reason } };
				return { status: 200, body: { state: await ports.inbox.put(verified.deliveryKey, request) } };
			},
		},
	};
}

/** The request's signature header value under a key. */
export function signatureOf(body: SignedRequest["body"], key: string): string {
	return createHmac("sha256", key).update(body).digest("hex");
}
