import { useEffect, useRef, useState } from "react";
import type { TerritoryRunJson } from "../../../core/contract/territory-runs.ts";
import { streamMessages } from "../event-stream.ts";
import { usePortal } from "../portal-context.tsx";

/** How long to wait before a stream that broke off is asked for again. */
const AGAIN_MS = 1500;

/** A search as it goes, heard over its stream until it is over; `finished` is called once then. */
export function useTerritoryRun(
	given: TerritoryRunJson | null,
	finished: () => void,
): [TerritoryRunJson | null, (run: TerritoryRunJson) => void] {
	const { session } = usePortal();
	const [run, setRun] = useState(given);
	const finish = useRef(finished);
	finish.current = finished;
	useEffect(() => setRun(given), [given]);
	const id = run?.id;
	const isBusy = isUnderWay(run);
	useEffect(() => {
		if (!id || !isBusy) return;
		const stop = new AbortController();
		const { signal } = stop;
		const hear = (next: TerritoryRunJson): boolean => {
			if (signal.aborted) return true;
			setRun(next);
			if (isUnderWay(next)) return false;
			finish.current();
			return true;
		};
		void (async () => {
			while (!signal.aborted) {
				try {
					const init = { headers: { accept: "text/event-stream" }, signal };
					const answer = await session.fetch(`/api/v1/territories/runs/${id}/stream`, init);
					for await (const { data } of streamMessages(answer)) {
						if (hear(JSON.parse(data) as TerritoryRunJson)) return;
					}
				} catch {
					// It broke off, or the page went: then the signal says so.
				}
				if (signal.aborted) return;
				await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
				// What a proxy does not let through as a stream is asked for.
				const next = await session.client.territoryRun(id).catch(() => null);
				if (next && hear(next)) return;
			}
		})();
		return () => stop.abort();
	}, [id, isBusy, session]);
	return [run, setRun];
}

/** Whether a search waits or runs. */
export function isUnderWay(run: TerritoryRunJson | null): boolean {
	return run?.state === "waiting" || run?.state === "running";
}
