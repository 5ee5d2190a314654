import type { Org } from "./platform.ts";

/** An org with nothing in it, whose person sees all that is put there. It lets nothing out. */
export function newTestOrg(): Org {
	const records = new Map<string, string>();
	return {
		user: { id: "005000000000001AAA", language: "en_US" },
		sees: (object, id) => records.get(id) === object,
		insert(object) {
			const id = `${object === "Lead" ? "00Q" : "006"}${String(records.size + 1).padStart(12, "0")}AAA`;
			records.set(id, object);
			return id;
		},
		remove: (id) => void records.delete(id),
		setting: () => ({ Timeout_Ms__c: 5000 }),
		send: async () => {
			throw new Error("a test sends nothing");
		},
	};
}
