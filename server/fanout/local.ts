import type { Message } from "./fanout.ts";

/** The subscribers in this process. */
export interface Local {
	subscribe(tenantId: number, hear: (message: Message) => void): () => void;
	onGap(hear: () => void): () => void;
	/** Hands on what came over the wire: `[tenantId, message]` as JSON. */
	deliver(text: string): void;
	/** Tells that something may have been missed. */
	gap(): void;
}

/** An empty list of subscribers. One that throws is reported and does not keep others from hearing. */
export function openLocal(onError: (error: Error) => void): Local {
	const tenants = new Map<number, Set<(message: Message) => void>>();
	const gaps = new Set<() => void>();

	function tell(hear: () => void): void {
		try {
			hear();
		} catch (error) {
			onError(error as Error);
		}
	}

	return {
		subscribe(tenantId, hear) {
			const hearers = tenants.get(tenantId) ?? new Set();
			// Its own function each time, so that subscribing the same one twice counts twice.
			const own = (message: Message) => hear(message);
			tenants.set(tenantId, hearers.add(own));
			return () => {
				hearers.delete(own);
				if (hearers.size === 0 && tenants.get(tenantId) === hearers) tenants.delete(tenantId);
			};
		},
		onGap(hear) {
			gaps.add(hear);
			return () => gaps.delete(hear);
		},
		deliver(text) {
			const [tenantId, message] = JSON.parse(text) as [number, Message];
			for (const hear of [...(tenants.get(tenantId) ?? [])]) tell(() => hear(message));
		},
		gap() {
			for (const hear of [...gaps]) tell(hear);
		},
	};
}
