import * as names from "./field-names.ts";
import { headerWords } from "./name-key.ts";

/** What one sheet may hold. `event_log`: one row a happening (case, activity, time) with no deals file beside it. */
export const SHEET_ENTITIES = [
	"account",
	"contact",
	"lead",
	"deal",
	"product",
	"line_item",
	"activity",
	"user",
	"stage_history",
	"event_log",
	"quota",
] as const;
export type SheetEntity = (typeof SHEET_ENTITIES)[number];

/** What a column's values must be to fit a field. */
export type FieldKind =
	| "text"
	| "id"
	| "money"
	| "number"
	| "date"
	| "email"
	| "boolean"
	| "url"
	| "phone"
	| "category";

/** A place a column can go: a canonical field, or the name, address or id of a linked record. */
export type Field = keyof typeof names.FIELD_NAMES;

/** One field of a sheet: header names that mean it (as words, see {@link headerWords}; the value is their rank, 0 the plainest) and how much it says about the sheet. */
export interface FieldSpec {
	field: Field;
	kind: FieldKind;
	names: ReadonlyMap<string, number>;
	/** How strongly its presence speaks for this kind of sheet, 0–3. */
	weight: number;
}

const KINDS: Partial<Record<Field, FieldKind>> = {
	externalId: "id",
	amount: "money",
	listPrice: "money",
	unitPrice: "money",
	annualRevenue: "money",
	employees: "number",
	quantity: "number",
	durationMinutes: "number",
	createdAt: "date",
	modifiedAt: "date",
	closeDate: "date",
	closedAt: "date",
	changedAt: "date",
	occurredAt: "date",
	email: "email",
	ownerEmail: "email",
	contactEmail: "email",
	managerEmail: "email",
	isActive: "boolean",
	isWon: "boolean",
	isClosed: "boolean",
	converted: "boolean",
	domain: "url",
	phone: "phone",
	accountId: "id",
	ownerId: "id",
	dealId: "id",
	leadId: "id",
	contactId: "id",
	productId: "id",
	parentId: "id",
	stage: "category",
	toStage: "category",
	fromStage: "category",
	outcome: "category",
	status: "category",
	currency: "category",
	forecastCategory: "category",
};

/** Fields of each sheet with their weight; where two sheets share a header, these decide. */
const SHEETS: Record<SheetEntity, Partial<Record<Field, number>>> = {
	account: {
		externalId: 1,
		name: 2,
		domain: 2,
		industry: 2,
		employees: 2,
		annualRevenue: 3,
		country: 1,
		region: 0.5,
		parentName: 2,
		parentId: 2,
		ownerName: 0.5,
		ownerEmail: 0.5,
		ownerId: 0.5,
		createdAt: 0.3,
		modifiedAt: 0.2,
		phone: 0.3,
	},
	contact: {
		externalId: 1,
		name: 1.5,
		firstName: 2,
		lastName: 2,
		email: 3,
		phone: 1.5,
		title: 2,
		accountName: 1,
		accountId: 1,
		createdAt: 0.3,
		modifiedAt: 0.2,
	},
	lead: {
		externalId: 1,
		name: 1,
		firstName: 1.5,
		lastName: 1.5,
		email: 1.5,
		company: 2,
		title: 1.5,
		phone: 1,
		source: 2,
		industry: 0.7,
		country: 0.7,
		employees: 0.7,
		status: 1,
		converted: 3,
		ownerName: 0.5,
		ownerEmail: 0.5,
		ownerId: 0.5,
		dealId: 0.5,
		createdAt: 0.3,
		closedAt: 0.5,
		modifiedAt: 0.2,
	},
	deal: {
		externalId: 1,
		name: 1.5,
		accountName: 1.5,
		accountId: 1.5,
		ownerName: 1,
		ownerEmail: 1,
		ownerId: 1,
		ownerManager: 1,
		ownerRegion: 0.7,
		pipeline: 2,
		stage: 3,
		outcome: 3,
		isWon: 2,
		isClosed: 2,
		amount: 3,
		currency: 0.5,
		closeDate: 3,
		createdAt: 0.5,
		closedAt: 1.5,
		modifiedAt: 0.2,
		source: 1,
		forecastCategory: 2,
		nextStep: 2,
		productName: 1,
		productId: 1,
		quantity: 0.3,
	},
	product: { externalId: 1, name: 2, family: 3, listPrice: 3.5, currency: 0.3 },
	line_item: {
		externalId: 0.5,
		dealId: 3,
		productName: 2,
		productId: 2,
		quantity: 3,
		unitPrice: 3,
		amount: 0.7,
		currency: 0.3,
	},
	activity: {
		externalId: 0.5,
		kind: 3,
		direction: 2,
		subject: 2.5,
		occurredAt: 2.5,
		durationMinutes: 2.5,
		ownerName: 0.5,
		ownerEmail: 0.5,
		ownerId: 0.5,
		accountName: 0.7,
		accountId: 0.7,
		contactEmail: 0.7,
		contactId: 0.7,
		dealId: 1,
		leadId: 1,
	},
	user: {
		externalId: 0.5,
		name: 2,
		firstName: 0.7,
		lastName: 0.7,
		email: 1,
		role: 2,
		team: 2.5,
		managerName: 3,
		managerEmail: 3,
		ownerRegion: 2,
		isActive: 2,
	},
	stage_history: {
		dealId: 2.5,
		toStage: 3,
		fromStage: 3,
		changedAt: 3,
		historyField: 4,
		oldValue: 3,
		newValue: 3,
		changedBy: 0.5,
		amount: 0.5,
		closeDate: 0.5,
		forecastCategory: 0.5,
	},
	quota: { period: 4, amount: 2, currency: 0.3, ownerName: 1.5, ownerEmail: 1.5, ownerId: 1, team: 1 },
	event_log: { dealId: 2, event: 3.5, occurredAt: 3, amount: 1, createdAt: 0.5, ownerName: 0.3, lifecycle: 1 },
};

/** The fields each kind of sheet can fill, with everything needed to recognise them. */
export const FIELDS: Record<SheetEntity, readonly FieldSpec[]> = Object.fromEntries(
	SHEET_ENTITIES.map((entity) => [
		entity,
		Object.entries(SHEETS[entity]).map(([field, weight]) => ({
			field: field as Field,
			kind: KINDS[field as Field] ?? "text",
			names: wordsOf(entity, field as Field),
			weight: weight ?? 0,
		})),
	]),
) as unknown as Record<SheetEntity, readonly FieldSpec[]>;

function wordsOf(entity: SheetEntity, field: Field): ReadonlyMap<string, number> {
	const own = names.SHEET_FIELD_NAMES[`${entity}.${field}`] ?? "";
	const words = `${own}|${names.FIELD_NAMES[field]}`.split("|").map(headerWords).filter(Boolean);
	return new Map(words.map((word, rank) => [word, rank] as const).reverse());
}

/** Words in a file's name or before a header that name the kind of sheet, as {@link headerWords}. */
export const ENTITY_NAMES: Record<SheetEntity, ReadonlySet<string>> = Object.fromEntries(
	SHEET_ENTITIES.map((entity) => [
		entity,
		new Set(names.ENTITY_WORDS[entity].split("|").map(headerWords).filter(Boolean)),
	]),
) as unknown as Record<SheetEntity, ReadonlySet<string>>;
