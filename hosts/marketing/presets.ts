import type { MarketingSystem } from "../../core/contract/marketing.ts";

/** What a column may be. */
export type HandoffField =
	| ("id" | "email" | "name" | "firstName" | "lastName" | "company" | "title" | "phone")
	| ("source" | "campaign" | "industry" | "country" | "employees" | "ownerEmail")
	| ("createdAt" | "mqlAt" | "sqlAt" | "updatedAt");

type Names = Partial<Record<HandoffField, readonly string[]>>;

/** Our own names, accepted from every system. */
const OURS: Names = {
	id: ["id", "external id"],
	email: ["email", "email address"],
	name: ["name", "full name"],
	firstName: ["first name"],
	lastName: ["last name"],
	company: ["company", "company name"],
	title: ["title", "job title"],
	phone: ["phone", "phone number"],
	source: ["source", "lead source"],
	campaign: ["campaign", "utm campaign"],
	industry: ["industry"],
	country: ["country"],
	employees: ["employees", "number of employees"],
	ownerEmail: ["owner email"],
	createdAt: ["created at", "created date"],
	mqlAt: ["mql at", "mql date"],
	sqlAt: ["sql at", "sql date"],
	updatedAt: ["updated at", "updated date"],
};

/** Names as the systems' exports and programs write them, the first that has a value counts. Small letters; `_` is a space. */
const PRESETS: Readonly<Record<MarketingSystem, Names>> = {
	other: {},
	hubspot: {
		id: ["record id", "contact id", "hs object id", "vid"],
		firstName: ["firstname"],
		lastName: ["lastname"],
		title: ["jobtitle"],
		phone: ["mobile phone number"],
		source: ["original source", "original traffic source", "hs analytics source"],
		campaign: ["original source drill down 1", "first touch converting campaign"],
		employees: ["numemployees"],
		country: ["country/region"],
		ownerEmail: ["contact owner email"],
		createdAt: ["create date", "createdate"],
		mqlAt: [
			"became a marketing qualified lead date",
			"date entered 'marketing qualified lead (lifecycle stage pipeline)'",
			"hs lifecyclestage marketingqualifiedlead date",
		],
		sqlAt: [
			"became a sales qualified lead date",
			"date entered 'sales qualified lead (lifecycle stage pipeline)'",
			"hs lifecyclestage salesqualifiedlead date",
		],
		updatedAt: ["last modified date", "lastmodifieddate"],
	},
	marketo: {
		id: ["lead id", "marketo id", "marketo unique code", "marketoguid"],
		firstName: ["firstname"],
		lastName: ["lastname"],
		phone: ["mobile phone number"],
		source: ["leadsource", "original source type", "person source"],
		campaign: ["acquisition program", "acquisition program name"],
		employees: ["num employees", "numberofemployees"],
		ownerEmail: ["lead owner email address", "sales owner email address"],
		createdAt: ["createdat", "created"],
		mqlAt: ["became mql date", "mqldate", "date became mql"],
		sqlAt: ["became sql date", "sqldate", "date became sql"],
		updatedAt: ["updatedat", "updated"],
	},
	pardot: {
		id: ["prospect id", "prospectid", "pardot id"],
		firstName: ["firstname"],
		lastName: ["lastname"],
		title: ["jobtitle"],
		campaign: ["source campaign", "pardot campaign", "campaign name", "campaign.name"],
		ownerEmail: ["assigned user email", "assigned user"],
		createdAt: ["createdat"],
		mqlAt: ["became mql date", "date mql"],
		sqlAt: ["became sql date", "date sql"],
		updatedAt: ["updatedat"],
	},
	eloqua: {
		id: ["eloqua contact id", "contact id", "eloquacontactid", "c emailaddress"],
		email: ["emailaddress", "c emailaddress"],
		firstName: ["firstname", "c firstname"],
		lastName: ["lastname", "c lastname"],
		company: ["c company", "accountname"],
		title: ["c title"],
		phone: ["business phone", "busphone", "c busphone"],
		source: ["lead source - original", "lead source - most recent", "c lead source   original1"],
		campaign: ["last campaign", "campaign name", "last eloqua campaign name"],
		country: ["c country"],
		ownerEmail: ["salesperson email"],
		createdAt: ["date created", "createdat", "c datecreated"],
		mqlAt: ["date mql", "became mql date"],
		sqlAt: ["date sql", "became sql date"],
		updatedAt: ["date modified", "updatedat", "c datemodified"],
	},
};

/** How a column's name is compared. */
export function columnKey(name: string): string {
	return name.trim().toLowerCase().replaceAll("_", " ");
}

/** The columns that a field may stand in, the system's own names first. */
export function columnsOf(system: MarketingSystem, field: HandoffField): readonly string[] {
	return [...(PRESETS[system][field] ?? []), ...(OURS[field] ?? [])];
}

/** Every column name that has a meaning for a system. */
export function knownColumns(system: MarketingSystem): ReadonlySet<string> {
	return new Set((Object.keys(OURS) as HandoffField[]).flatMap((field) => columnsOf(system, field)));
}
