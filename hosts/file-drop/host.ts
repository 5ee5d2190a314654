import { createHash } from "node:crypto";
import { identifyChange } from "../../core/contract/change-payload.ts";
import type { Host, Outgoing, Ports, Written } from "../../core/contract/host.ts";
import type { View } from "../../core/contract/view.ts";
import { CHANGES, readJournal } from "./journal.ts";
import { mapChange } from "./map-change.ts";
import { historyOf, readReport, tryFolder } from "./report.ts";
import { folderDoor, removeOurFields } from "./write-back.ts";

/** A number as a record of the folder holds it: its words, ready to be read by a person or a program. */
export interface FolderSurface {
	courtside: {
		value: string;
		interval: string;
		state: string;
		parts: { amount: string; text: string }[];
		next: string | null;
		asOf: string;
		model: string;
	};
}

/**
 * A CRM that is a folder of JSON files: changes are dropped into `changes/`, its records stand in `records/`, and what we
 * write goes into them. The plainest host there is, and the example of how one is made.
 */
export const fileDropHost: Host<FolderSurface> = {
	id: "file-drop",
	config: [
		{ name: "fieldMap", secret: false, type: "names", example: '{ "deal": { "Volumen": "amount", "Notiz": null } }' },
	],
	verify: () => ({ ok: false, reason: "a folder never calls" }),
	map: mapChange,
	identify: identifyChange,
	present: surfaceOf,
	write: leaveMessage,
	writeBack: folderDoor,
	sync: readJournal,
	handle: async () => ({ status: 404, body: { reason: "A folder never calls: drop files into it." } }),
	about: {
		name: "File drop",
		scopes: [
			{ name: "changes/*.json", reason: { key: "host.fileDrop.reads" } },
			{ name: "records/*/*.json", reason: { key: "host.fileDrop.writes" } },
		],
		addresses: [],
		limits: [],
		shows: ["deal", "lead"],
		folder: CHANGES,
	},
	test: tryFolder,
	report: readReport,
	history: historyOf,
	removeFields: removeOurFields,
};

function surfaceOf({ text, parts, action, asOf, modelVersion }: View): FolderSurface {
	return {
		courtside: {
			value: text.value,
			interval: text.interval,
			state: text.state,
			parts: parts.map((part) => ({ amount: part.amount, text: part.text })),
			next: action?.text ?? null,
			asOf,
			model: modelVersion,
		},
	};
}

/** A message is a file of its own, under its dedup key: written twice it is there once. */
async function leaveMessage({ id, kind, dedupKey, payload }: Outgoing, { files, now }: Ports): Promise<Written> {
	const name = createHash("sha256").update(dedupKey).digest("hex").slice(0, 32);
	const message = { id, kind, dedupKey, at: new Date(now()).toISOString(), payload };
	await files.write(`messages/${name}.json`, `${JSON.stringify(message, null, "\t")}\n`);
	return { ok: true };
}
