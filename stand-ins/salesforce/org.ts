import { type EventBus, newBus, tellChange } from "./change-events.ts";
import { OBJECTS, type ObjectName } from "./objects.ts";

/** A value in a record, as the REST API shows it. */
export type Value = string | number | boolean | null;
/** One record: field → value. `Id` has 18 characters. */
export type Row = Record<string, Value>;

/** Whoever may sign in: an integration that the organisation has let in. */
export interface Client {
	id: string;
	/** For client credentials. */
	secret?: string;
	/** For the JWT bearer flow: the certificate's public key, PEM. */
	publicKey?: string;
	/** Whose rights it has. */
	username: string;
}

/** What can be made to go wrong; each entry is used up by the call it hits. */
export interface Trouble {
	/** Which calls: a part of the path. */
	path: string;
	status: number;
	errorCode: string;
	message: string;
}

/** An organisation in memory. */
export interface Org {
	id: string;
	currency: string;
	isMultiCurrency: boolean;
	clients: Client[];
	rows: Record<ObjectName, Map<string, Row>>;
	/** Rows of OpportunityHistory by their opportunity. */
	historyOf: Map<string, Row[]>;
	/** Tokens that hold; emptied to let all expire. */
	tokens: Map<string, { username: string }>;
	calls: { used: number; most: number };
	troubles: Trouble[];
	/** Records, or whole objects, that are locked when they are next written. */
	locked: Set<string>;
	/** Change events. */
	bus: EventBus;
	/** Which record types of opportunities have which stages, by their names there. */
	stagesOf: Map<string, string[]>;
	/** Objects that this organisation has not switched on, or hides from the integration. */
	hidden: Set<ObjectName>;
	/** Every call, for tests: method, path. */
	log: { method: string; path: string }[];
	now(): number;
}

/** An empty organisation. */
export function createOrg(
	given: Partial<Pick<Org, "id" | "currency" | "isMultiCurrency" | "clients" | "now">> = {},
): Org {
	const org: Org = {
		id: given.id ?? "00D000000000001EAA",
		currency: given.currency ?? "EUR",
		isMultiCurrency: given.isMultiCurrency ?? false,
		clients: given.clients ?? [],
		rows: Object.fromEntries(Object.keys(OBJECTS).map((name) => [name, new Map()])) as unknown as Org["rows"],
		historyOf: new Map(),
		tokens: new Map(),
		calls: { used: 0, most: 15_000 },
		troubles: [],
		locked: new Set(),
		bus: newBus(),
		stagesOf: new Map(),
		hidden: new Set(),
		log: [],
		now: given.now ?? Date.now,
	};
	for (const [at, name] of TASK_STATUSES.entries())
		put(org, "TaskStatus", {
			...{ MasterLabel: name, ApiName: name, SortOrder: at + 1 },
			...{ IsClosed: name === FINISHED, IsDefault: at === 0 },
		});
	return org;
}

/** As the vendor gives them to a new organisation. */
const FINISHED = "Completed";
const TASK_STATUSES = ["Not Started", "In Progress", FINISHED, "Waiting on someone else", "Deferred"];

/** The organisation's own id of the nth record of an object: 15 characters and the three that guard their case. */
export function recordId(object: ObjectName, n: number): string {
	const fifteen = `${OBJECTS[object].prefix}${n.toString(36).toUpperCase().padStart(12, "0")}`;
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
	const guard = [0, 5, 10].map((from) => {
		const bits = [...fifteen.slice(from, from + 5)].map((c, at) => (c >= "A" && c <= "Z" ? 1 << at : 0));
		return letters[bits.reduce((a, b) => a + b, 0)];
	});
	return fifteen + guard.join("");
}

/** A moment as the REST API spells it; the vendor keeps no parts of seconds. */
export function spelled(at: number): string {
	return new Date(at - (at % 1000)).toISOString().replace("Z", "+0000");
}

/** Who changes records here unless it is said: a person at the screen. */
const BY_HAND = "com/salesforce/ui";

/**
 * Puts a record there, or changes it; what moves a deal joins its history as the vendor's own triggers do, and a change
 * event tells of it.
 */
export function put(org: Org, object: ObjectName, given: Row, moment = org.now(), origin = BY_HAND): Row {
	const at = spelled(moment);
	const id = String(given["Id"] ?? recordId(object, org.rows[object].size + 1));
	const before = org.rows[object].get(id);
	const row: Row = {
		CreatedDate: at,
		IsDeleted: false,
		...Object.fromEntries(OBJECTS[object].fields.map(({ name }) => [name, null])),
		...before,
		LastModifiedDate: at,
		SystemModstamp: at,
		...given,
		Id: id,
	};
	row["CreatedDate"] ??= at;
	row["IsDeleted"] ??= false;
	if (object === "Opportunity") settleStage(org, row);
	if (object === "Task" && row["Status"] !== null) {
		row["IsClosed"] = row["Status"] === FINISHED;
		row["CompletedDateTime"] ??= row["IsClosed"] ? at : null;
	}
	org.rows[object].set(id, row);
	if (object === "Opportunity") keepHistory(org, before, row);
	tellChange(org, object, { before, row, origin });
	return row;
}

/** Forecast categories by the names that people see. */
const CATEGORIES: Readonly<Record<string, string>> = {
	...{ Omitted: "Omitted", Pipeline: "Pipeline", "Best Case": "BestCase", "Most Likely": "MostLikely" },
	...{ Commit: "Forecast", Closed: "Closed" },
};

function settleStage(org: Org, row: Row): void {
	const stage = [...org.rows.OpportunityStage.values()].find((one) => one["ApiName"] === row["StageName"]);
	row["IsClosed"] = stage?.["IsClosed"] ?? false;
	row["IsWon"] = stage?.["IsWon"] ?? false;
	const name = row["ForecastCategoryName"];
	row["ForecastCategory"] = typeof name === "string" ? (CATEGORIES[name] ?? null) : null;
}

function keepHistory(org: Org, before: Row | undefined, row: Row): void {
	const moved = ["StageName", "Amount", "CloseDate", "ForecastCategory"].some(
		(field) => before?.[field] !== row[field],
	);
	if (!moved || row["IsDeleted"] === true) return;
	const n = org.rows.OpportunityHistory.size + 1;
	const Id = recordId("OpportunityHistory", n);
	const at = before ? String(row["SystemModstamp"]) : String(row["CreatedDate"]);
	const { StageName = null, Amount = null, CloseDate = null, CurrencyIsoCode = null, ForecastCategory = null } = row;
	const moment: Row = {
		Id,
		OpportunityId: row["Id"] ?? null,
		...{ StageName, Amount, CloseDate, CurrencyIsoCode, ForecastCategory },
		CreatedDate: at,
		SystemModstamp: at,
		IsDeleted: false,
	};
	org.rows.OpportunityHistory.set(Id, moment);
	const opportunity = String(row["Id"]);
	const mine = org.historyOf.get(opportunity);
	if (mine) mine.push(moment);
	else org.historyOf.set(opportunity, [moment]);
}

/** Puts a record into the bin; it can still be asked for with queryAll. */
export function bin(org: Org, object: ObjectName, id: string, more: Row = {}): boolean {
	const before = org.rows[object].get(id);
	if (!before || before["IsDeleted"] === true) return false;
	const at = spelled(org.now());
	const row = { ...before, ...more, IsDeleted: true, LastModifiedDate: at, SystemModstamp: at };
	org.rows[object].set(id, row);
	tellChange(org, object, { before, row, origin: BY_HAND });
	// What is nothing without it goes along, untold, as at the vendor.
	for (const [child, link] of CHILDREN[object] ?? [])
		for (const [childId, one] of org.rows[child]) if (one[link] === id) bin(org, child, childId);
	return true;
}

const CHILDREN: Partial<Record<ObjectName, [child: ObjectName, link: string][]>> = {
	Opportunity: [
		["OpportunityLineItem", "OpportunityId"],
		["OpportunitySplit", "OpportunityId"],
	],
	Lead: [["CampaignMember", "LeadId"]],
	Contact: [["CampaignMember", "ContactId"]],
};

/** Makes one record part of another, as the vendor's merge does: it goes into the bin and says where it went. */
export function merge(org: Org, object: "Account" | "Contact" | "Lead", from: string, into: string): boolean {
	return bin(org, object, from, { MasterRecordId: into });
}
