import { CONFORMANCE_VIEWS } from "./conformance-views.ts";
import type { Host, SignedRequest } from "./host.ts";
import { settingFault } from "./host-setting.ts";

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
	/** A request as the vendor signs it at `now` with `key`. Absent where the vendor never calls: then all are refused. */
	sign?(body: string, given: { now: number; key: string }): SignedRequest;
	/** A raw payload as the vendor sends it, with how many records and changes it holds. */
	raw: { payload: unknown; records: number; changes: number };
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
export function conformanceCases<Surface>(kit: HostKit<Surface>): ConformanceCase[] {
	const { host, raw } = kit;
	const split = () => host.split?.(raw.payload) ?? [raw.payload];
	const mapped = () => split().flatMap((record) => host.map(record, { settings: {} }));
	return [
		...requestCases(kit),
		check("a vendor's payload becomes records, and these canonical changes", () => {
			const changes = mapped();
			return (
				split().length === raw.records &&
				changes.length === raw.changes &&
				changes.every((c) => c.externalId !== "" && Number.isFinite(c.recordedAt))
			);
		}),
		check("mapping is pure: twice the same", () => {
			const [first, second] = [mapped(), mapped()];
			return JSON.stringify(first) === JSON.stringify(second);
		}),
		check("a record is mapped from its text again, as a replay does", () => {
			const again = split().flatMap((record) => host.map(JSON.parse(JSON.stringify(record)), { settings: {} }));
			return JSON.stringify(again) === JSON.stringify(mapped());
		}),
		check("a record that is none is refused with a reason", () => {
			try {
				host.map({ surely: "nothing that this vendor sends" }, { settings: {} });
			} catch (fault) {
				return fault instanceof Error && fault.message.length > 10;
			}
			return false;
		}),
		check("each scope, address and limit has its reason, and no limit is without end", () => {
			const { name, scopes, addresses, limits } = host.about;
			const reasons = [...scopes, ...addresses, ...limits].map(({ reason }) => reason.key);
			return name !== "" && reasons.every((key) => key !== "") && limits.every((l) => l.calls > 0 && l.perMs > 0);
		}),
		check("each setting takes the example that it shows", () =>
			host.config.every(
				({ type, example }) => !example || !settingFault(type, type === "names" ? JSON.parse(example) : example),
			),
		),
		...CONFORMANCE_VIEWS.map((view) => ({
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

/** What a vendor that calls must get right. */
function requestCases<Surface>({ host, sign, raw }: HostKit<Surface>): ConformanceCase[] {
	const body = JSON.stringify(raw.payload);
	const verifies = (request: SignedRequest, now = NOW, keys = [KEY]) => host.verify(request, { now, keys }).ok;
	if (!sign) {
		const request = { method: "POST", url: `/hooks/${host.id}/acme`, headers: {}, body };
		return [check("a vendor that never calls has every request refused", () => !verifies(request))];
	}
	const signed = () => sign(body, { now: NOW, key: KEY });
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
