import type { Host, SignedRequest } from "./host.ts";
import type { View } from "./view.ts";

/** What was read from a rendered surface: the words a person sees. */
export interface ReadBack {
	value: string;
	interval: string;
	parts: { amount: string; text: string }[];
	state: string;
}

/** What a host's test kit brings: its own real requests and raw records, and a reader of its rendered surface. */
export interface HostKit<Surface> {
	host: Host<Surface>;
	/** A request as the vendor signs it at `now` with `key`. */
	sign(body: string, given: { now: number; key: string }): SignedRequest;
	/** A raw payload as the vendor sends it, with how many changes it holds. */
	raw: { payload: unknown; changes: number };
	/** Draws the surface as the vendor would and reads the text back. */
	readBack(surface: Surface): ReadBack | Promise<ReadBack>;
}

/** One thing every host must do; `run` throws with what was wrong. */
export interface ConformanceCase {
	name: string;
	run(): Promise<void>;
}

const NOW = Date.UTC(2026, 8, 15, 9, 30);
const KEY = "conformance-key-with-enough-length";

/** The suite that every host passes, over the same views. */
export function conformanceCases<Surface>(kit: HostKit<Surface>, views: View[]): ConformanceCase[] {
	const { host } = kit;
	const body = JSON.stringify(kit.raw.payload);
	const signed = () => kit.sign(body, { now: NOW, key: KEY });
	const verifies = (request: SignedRequest, now = NOW, keys = [KEY]) => host.verify(request, { now, keys }).ok;
	return [
		check("a request signed with the key is let in", () => verifies(signed())),
		check(
			"a request signed with another key is refused",
			() => !verifies(signed(), NOW, ["another-key-of-enough-length"]),
		),
		check("a changed body is refused", () => !verifies({ ...signed(), body: `${body} ` })),
		check("an old request is refused", () => !verifies(signed(), NOW + 10 * 60_000)),
		check("while keys rotate, either is let in", () => verifies(signed(), NOW, ["new-key-of-enough-length!!", KEY])),
		check("an unsigned request is refused", () => !verifies({ ...signed(), headers: {} })),
		check("the same request has the same delivery key", () => {
			const [a, b] = [
				host.verify(signed(), { now: NOW, keys: [KEY] }),
				host.verify(signed(), { now: NOW, keys: [KEY] }),
			];
			return a.ok && b.ok && a.deliveryKey === b.deliveryKey;
		}),
		check("a vendor's payload becomes canonical changes", () => {
			const changes = host.map(kit.raw.payload);
			return (
				changes.length === kit.raw.changes && changes.every((c) => c.externalId !== "" && Number.isFinite(c.recordedAt))
			);
		}),
		check("mapping is pure: twice the same", () => {
			const [first, second] = [host.map(kit.raw.payload), host.map(kit.raw.payload)];
			return JSON.stringify(first) === JSON.stringify(second);
		}),
		...views.map((view) => ({
			name: `${view.kind} (${view.state}) shows its value, range and reasons unchanged`,
			run: async () => {
				const seen = await kit.readBack(host.present(view));
				const meant: ReadBack = {
					value: view.text.value,
					interval: view.text.interval,
					parts: view.parts.map((p) => ({ amount: p.amount, text: p.text })),
					state: view.text.state,
				};
				if (JSON.stringify(seen) !== JSON.stringify(meant)) {
					throw new Error(`${host.id} shows ${JSON.stringify(seen)} where the view says ${JSON.stringify(meant)}`);
				}
			},
		})),
	];
}

function check(name: string, holds: () => boolean): ConformanceCase {
	return {
		name,
		run: async () => {
			if (!holds()) throw new Error(name);
		},
	};
}
