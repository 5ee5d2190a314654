import type { LeadAdviceJson } from "../../../core/contract/lead-advice.ts";
import type { LeadJson } from "../../../core/contract/leads.ts";
import { usePortal } from "../portal-context.tsx";
import { useLoad } from "../use-load.ts";

/** As many as the server answers for at once. */
const MOST = 100;

/** What to do with the open leads that are shown, by id; asked for once they stand there, and again when one moved. */
export function useLeadAdvice(shown: readonly LeadJson[]): {
	advice: ReadonlyMap<string, LeadAdviceJson>;
	reload: () => void;
} {
	const { session } = usePortal();
	const open = shown.filter((lead) => lead.score !== null);
	const key = open.map((lead) => `${lead.id} ${lead.version}`).join();
	const loaded = useLoad(`advice ${key}`, async () => {
		const ids = open.map((lead) => lead.id);
		const parts = Array.from({ length: Math.ceil(ids.length / MOST) }, (_, k) => ids.slice(k * MOST, (k + 1) * MOST));
		const items = [];
		for (const part of parts) items.push(...(await session.client.leadAdvice(part)).items);
		return new Map(items.map((item) => [item.leadId, item]));
	});
	return { advice: loaded.data ?? NONE, reload: loaded.reload };
}

const NONE: ReadonlyMap<string, LeadAdviceJson> = new Map();
