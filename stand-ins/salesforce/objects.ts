/** A field as `describe` tells of it. */
export interface FieldDescription {
	name: string;
	label: string;
	type:
		| "id"
		| "string"
		| "email"
		| "phone"
		| "url"
		| "picklist"
		| "reference"
		| "double"
		| "currency"
		| "int"
		| "percent"
		| "boolean"
		| "date"
		| "datetime"
		| "textarea";
	updateable: boolean;
	/** The relationship by which another record's fields are read, and whose they are. */
	relationshipName: string | null;
	referenceTo: string[];
	custom: boolean;
}

interface ObjectDescription {
	/** The first three characters of its records' ids. */
	prefix: string;
	fields: FieldDescription[];
}

type Type = FieldDescription["type"];

function field(name: string, type: Type, more: Partial<FieldDescription> = {}): FieldDescription {
	const label = name.replace(/__c$/, "").replace(/(?<=[a-z])(?=[A-Z])|_/g, " ");
	return {
		name,
		label,
		type,
		updateable: true,
		relationshipName: null,
		referenceTo: [],
		custom: name.endsWith("__c"),
		...more,
	};
}
const fixed = (name: string, type: Type) => field(name, type, { updateable: false });
const to = (name: string, ...referenceTo: string[]) =>
	field(name, "reference", { referenceTo, relationshipName: name.replace(/Id$/, "") });
const BASE = [
	fixed("Id", "id"),
	fixed("IsDeleted", "boolean"),
	...["CreatedDate", "LastModifiedDate", "SystemModstamp"].map((name) => fixed(name, "datetime")),
];
const texts = (...names: string[]) => names.map((name) => field(name, "string"));

/** The objects that this organisation has, as far as the adapter reads them. */
export const OBJECTS = {
	User: {
		prefix: "005",
		fields: [
			...BASE,
			...texts("Name", "Username", "UserType"),
			field("Email", "email"),
			field("IsActive", "boolean"),
			to("ManagerId", "User"),
			to("UserRoleId", "UserRole"),
		],
	},
	UserRole: { prefix: "00E", fields: [...BASE, ...texts("Name"), to("ParentRoleId", "UserRole")] },
	RecordType: { prefix: "012", fields: [...BASE, ...texts("Name", "SobjectType"), field("IsActive", "boolean")] },
	Territory2: { prefix: "0MI", fields: [...BASE, ...texts("Name")] },
	Campaign: { prefix: "701", fields: [...BASE, ...texts("Name", "Type")] },
	Product2: { prefix: "01t", fields: [...BASE, ...texts("Name", "Family")] },
	OpportunityStage: {
		prefix: "01J",
		fields: [
			...BASE,
			...texts("MasterLabel", "ApiName"),
			field("SortOrder", "int"),
			...["IsActive", "IsClosed", "IsWon"].map((name) => field(name, "boolean")),
			field("DefaultProbability", "percent"),
		],
	},
	Account: {
		prefix: "001",
		fields: [
			...BASE,
			...texts("Name", "Industry", "BillingCountry", "BillingState"),
			field("Website", "url"),
			field("NumberOfEmployees", "int"),
			to("OwnerId", "User"),
			to("ParentId", "Account"),
			to("MasterRecordId", "Account"),
			fixed("IsPersonAccount", "boolean"),
		],
	},
	Contact: {
		prefix: "003",
		fields: [
			...BASE,
			...texts("Name", "Title"),
			field("Email", "email"),
			field("Phone", "phone"),
			to("AccountId", "Account"),
			to("OwnerId", "User"),
			to("MasterRecordId", "Contact"),
		],
	},
	Lead: {
		prefix: "00Q",
		fields: [
			...[
				...BASE,
				...texts("Name", "Company", "Title", "Industry", "Country"),
				field("Email", "email"),
				field("Phone", "phone"),
			],
			...[
				field("LeadSource", "picklist"),
				field("Status", "picklist"),
				field("NumberOfEmployees", "int"),
				fixed("IsConverted", "boolean"),
				fixed("ConvertedDate", "date"),
			],
			...[
				to("OwnerId", "Group", "User"),
				to("ConvertedOpportunityId", "Opportunity"),
				to("MasterRecordId", "Lead"),
				field("Courtside_Score__c", "double"),
				field("Courtside_Reason__c", "string"),
				field("Courtside_As_Of__c", "datetime"),
				field("Courtside_Model__c", "string"),
			],
		],
	},
	Opportunity: {
		prefix: "006",
		fields: [
			...[
				...BASE,
				...texts("Name", "NextStep"),
				field("StageName", "picklist"),
				field("ForecastCategoryName", "picklist"),
				fixed("ForecastCategory", "picklist"),
				field("Amount", "currency"),
				field("CurrencyIsoCode", "picklist"),
				field("CloseDate", "date"),
			],
			...[
				field("LeadSource", "picklist"),
				fixed("IsClosed", "boolean"),
				fixed("IsWon", "boolean"),
				field("Probability", "percent"),
				to("AccountId", "Account"),
				to("OwnerId", "User"),
				to("RecordTypeId", "RecordType"),
				to("Territory2Id", "Territory2"),
			],
			...[
				field("Budget_Confirmed__c", "boolean"),
				field("Courtside_Probability__c", "percent"),
				field("Courtside_Low__c", "percent"),
				field("Courtside_High__c", "percent"),
			],
			...[
				field("Courtside_Reason__c", "string"),
				field("Courtside_As_Of__c", "datetime"),
				field("Courtside_Model__c", "string"),
			],
		],
	},
	OpportunityHistory: {
		prefix: "008",
		fields: [
			...BASE,
			to("OpportunityId", "Opportunity"),
			field("StageName", "picklist"),
			field("Amount", "currency"),
			field("CurrencyIsoCode", "picklist"),
			field("CloseDate", "date"),
			field("ForecastCategory", "picklist"),
		],
	},
	TaskStatus: {
		prefix: "08T",
		fields: [
			...BASE,
			...texts("MasterLabel", "ApiName"),
			field("SortOrder", "int"),
			...["IsClosed", "IsDefault"].map((name) => field(name, "boolean")),
		],
	},
	OpportunityLineItem: {
		prefix: "00k",
		fields: [
			...BASE,
			to("OpportunityId", "Opportunity"),
			to("Product2Id", "Product2"),
			field("Quantity", "double"),
			field("UnitPrice", "currency"),
			field("CurrencyIsoCode", "picklist"),
		],
	},
	SplitType: { prefix: "1SR", fields: [...BASE, ...texts("MasterLabel")] },
	OpportunitySplit: {
		prefix: "1SP",
		fields: [
			...BASE,
			to("OpportunityId", "Opportunity"),
			to("SplitOwnerId", "User"),
			to("SplitTypeId", "SplitType"),
			field("SplitPercentage", "percent"),
		],
	},
	CampaignMember: {
		prefix: "00v",
		fields: [
			...BASE,
			to("CampaignId", "Campaign"),
			to("LeadId", "Lead"),
			to("ContactId", "Contact"),
			...texts("Status"),
		],
	},
	ObjectTerritory2Association: {
		prefix: "0PI",
		fields: [...BASE, to("ObjectId", "Account", "Lead"), to("Territory2Id", "Territory2")],
	},
	Task: {
		prefix: "00T",
		fields: [
			...BASE,
			...texts("Subject", "TaskSubtype"),
			field("Description", "textarea"),
			field("Status", "picklist"),
			fixed("IsClosed", "boolean"),
			field("ActivityDate", "date"),
			fixed("CompletedDateTime", "datetime"),
			to("WhoId", "Contact", "Lead"),
			to("WhatId", "Account", "Opportunity"),
			to("OwnerId", "User"),
			to("AccountId", "Account"),
		],
	},
	Event: {
		prefix: "00U",
		fields: [
			...BASE,
			...texts("Subject"),
			field("StartDateTime", "datetime"),
			field("DurationInMinutes", "int"),
			to("WhoId", "Contact", "Lead"),
			to("WhatId", "Account", "Opportunity"),
			to("OwnerId", "User"),
			to("AccountId", "Account"),
		],
	},
} as const satisfies Record<string, ObjectDescription>;

export type ObjectName = keyof typeof OBJECTS;

/** Whether the organisation has such an object. */
export function isObject(name: string): name is ObjectName {
	return Object.hasOwn(OBJECTS, name);
}

/** The object whose id this is, by its first three characters. */
export function objectOfId(id: string): ObjectName | null {
	const found = Object.entries(OBJECTS).find(([, { prefix }]) => id.startsWith(prefix));
	return (found?.[0] as ObjectName | undefined) ?? null;
}
