/** The kinds of records of a portal, by the names of its API. */
export const OBJECT_TYPES = [
	"contacts",
	"companies",
	"deals",
	"calls",
	"emails",
	"meetings",
	"notes",
	"tasks",
	"leads",
	"0-54",
] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** A property's value since a moment; the newest stands first, as the API gives them. */
export interface PropertyVersion {
	value: string;
	timestamp: string;
	sourceType: string;
	sourceId: string | null;
}

/** One record. */
export interface PortalRecord {
	id: string;
	properties: Map<string, PropertyVersion[]>;
	createdAt: number;
	updatedAt: number;
	/** When the search will know of its last change. */
	searchableAt: number;
	archived: boolean;
}

/** A pipeline of deals with its stages. */
export interface PortalPipeline {
	id: string;
	label: string;
	displayOrder: number;
	stages: { id: string; label: string; displayOrder: number; metadata: { isClosed: string; probability: string } }[];
}

/** What can be made to go wrong; each entry is used up by the call it hits. */
export interface PortalTrouble {
	/** Which calls: a part of the path. */
	path: string;
	status: number;
	body: object;
	headers?: Record<string, string>;
}

/** A portal in memory. */
export interface Portal {
	id: number;
	currency: string;
	/** A private app's token, which never expires. */
	privateToken: string;
	/** The app of an OAuth installation, with the refresh token that holds now. */
	app: { clientId: string; clientSecret: string; refreshToken: string };
	/** Codes of people who agreed, not exchanged yet: code → where it came back to and what must fit its verifier. */
	codes: Map<string, { redirectUri: string; challenge: string }>;
	/** Access tokens that hold, with when they expire. */
	tokens: Map<string, number>;
	scopes: Set<string>;
	owners: {
		id: string;
		email: string;
		firstName: string;
		lastName: string;
		archived: boolean;
		teams?: { id: string; name: string; primary: boolean }[];
	}[];
	/** What a unit of another currency is worth in the portal's own. */
	rates: {
		id: string;
		fromCurrencyCode: string;
		toCurrencyCode: string;
		conversionRate: number;
		effectiveAt: string;
	}[];
	pipelines: PortalPipeline[];
	records: Record<ObjectType, Map<string, PortalRecord>>;
	/** Own properties made through the API, by object. */
	made: Map<ObjectType, Map<string, { label: string; type: string; groupName: string }>>;
	/** `deals→companies` → id → ids. */
	associations: Map<string, Map<string, Set<string>>>;
	/** Milliseconds until the search knows of a change. */
	indexLagMs: number;
	troubles: PortalTrouble[];
	log: { method: string; path: string }[];
	nextId: number;
	now(): number;
}

/** An empty portal. */
export function createPortal(
	given: Partial<Pick<Portal, "id" | "currency" | "now" | "indexLagMs" | "app">> = {},
): Portal {
	const id = given.id ?? 4242;
	return {
		id,
		currency: given.currency ?? "EUR",
		privateToken: `pat-eu1-${id}-stand-in`,
		app: given.app ?? { clientId: `app-${id}`, clientSecret: `secret-of-${id}`, refreshToken: `refresh-${id}-0` },
		codes: new Map(),
		tokens: new Map(),
		scopes: new Set([
			"crm.objects.contacts.read",
			"crm.objects.deals.read",
			"crm.objects.companies.read",
			"crm.objects.owners.read",
		]),
		owners: [],
		rates: [],
		pipelines: [],
		records: Object.fromEntries(OBJECT_TYPES.map((type) => [type, new Map()])) as unknown as Portal["records"],
		made: new Map(),
		associations: new Map(),
		indexLagMs: given.indexLagMs ?? 0,
		troubles: [],
		log: [],
		nextId: 1000 + id,
		now: given.now ?? Date.now,
	};
}

/** Puts a record there, or changes it; every value keeps its history. */
export function putRecord(
	portal: Portal,
	type: ObjectType,
	given: { id?: string; properties: Record<string, string | null>; at?: number; source?: string },
): PortalRecord {
	const at = given.at ?? portal.now();
	const id = given.id ?? String(portal.nextId++);
	const record: PortalRecord = portal.records[type].get(id) ?? {
		id,
		properties: new Map(),
		createdAt: at,
		updatedAt: at,
		searchableAt: at,
		archived: false,
	};
	for (const [name, value] of Object.entries(given.properties)) {
		const history = record.properties.get(name) ?? [];
		if ((history[0]?.value ?? "") === (value ?? "")) continue;
		const version = {
			value: value ?? "",
			timestamp: new Date(at).toISOString(),
			sourceType: given.source ? "INTEGRATION" : "CRM_UI",
			sourceId: given.source ?? null,
		};
		record.properties.set(name, [version, ...history]);
		record.updatedAt = Math.max(record.updatedAt, at);
		record.searchableAt = portal.now() + portal.indexLagMs;
	}
	portal.records[type].set(id, record);
	return record;
}

/** Links two records, both ways. */
export function associate(portal: Portal, from: ObjectType, fromId: string, to: ObjectType, toId: string): void {
	for (const [a, aId, b, bId] of [
		[from, fromId, to, toId],
		[to, toId, from, fromId],
	] as const) {
		const links = portal.associations.get(`${a}→${b}`) ?? new Map<string, Set<string>>();
		links.set(aId, (links.get(aId) ?? new Set()).add(bId));
		portal.associations.set(`${a}→${b}`, links);
	}
}

/** A property as it stands; those that the portal sets itself come from the record. */
export function propertyOf(record: PortalRecord, name: string): string | null {
	if (name === "hs_object_id") return record.id;
	if (name === "createdate") return new Date(record.createdAt).toISOString();
	if (name === "lastmodifieddate" || name === "hs_lastmodifieddate") return new Date(record.updatedAt).toISOString();
	return record.properties.get(name)?.[0]?.value || null;
}
