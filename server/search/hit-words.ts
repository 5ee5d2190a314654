import type { SearchHit } from "../../core/contract/search.ts";
import { formatMoney } from "../../core/words/format-money.ts";
import { say, type Viewer } from "../views/viewer.ts";
import type { FoundRecord } from "./hits.ts";

/** A hit as it is shown: its name, and what tells it from others of that name. */
export function hitOf(record: FoundRecord, viewer: Viewer): SearchHit {
	const detail = partsOf(record, viewer).filter((part) => part !== null && part !== "");
	return { id: record.id, name: record.name, detail: detail.join(" · "), isOpen: record.isOpen };
}

function partsOf(record: FoundRecord, viewer: Viewer): (string | null)[] {
	const { account, stage, status, amountMinor, currency, email, title, company } = record;
	switch (record.kind) {
		case "deal":
			return [
				account !== null && record.name.includes(account) ? null : account,
				status === "open" ? stage : say(viewer, `status.${status}`),
				amountMinor === null || currency === null
					? null
					: formatMoney({ amountMinor, currency }, viewer.locale, { whole: true }),
			];
		case "account":
			return [company, title];
		case "contact":
			return [title, account, email];
		case "lead":
			return [title, company, say(viewer, `leadStatus.${status}`)];
		case "person":
			return [say(viewer, `role.${title}`), email];
	}
}
