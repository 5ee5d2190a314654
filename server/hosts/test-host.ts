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
	return {
		writes,
		answers,
		host: {
			id: "testcrm",
			config: [{ name: "webhookKey", secret: true, purpose: "signs what the vendor sends" }],
			verify(request, { keys }) {
				const given = Buffer.from(request.headers["x-signature"] ?? "");
				const fits = keys.some((key) => {
					const expected = Buffer.from(signatureOf(request.body, key));
					return expected.length === given.length && timingSafeEqual(expected, given);
				});
				if (!fits) return { ok: false, reason: "the signature does not fit" };
				return { ok: true, deliveryKey: createHash("sha256").update(request.body).digest("hex") };
			},
			map: (raw) => (raw as { changes: CanonicalChange[] }).changes,
			present: (view) => view,
			async write(change) {
				writes.push(change);
				return answers.shift() ?? { ok: true };
			},
			async handle() {
				return { status: 200, body: null };
			},
		},
	};
}

/** The request's signature header value under a key. */
export function signatureOf(body: SignedRequest["body"], key: string): string {
	return createHmac("sha256", key).update(body).digest("hex");
}
