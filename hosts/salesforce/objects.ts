/** An object that we read: the fields we ask for, where the organisation has them and lets us. */
export interface ReadObject {
	name: string;
	/** Without these it cannot be read. */
	needs: readonly string[];
	/** Where they are there; `Campaign.Name` is a field of the record that it refers to. */
	fields: readonly string[];
	/** Not every organisation has it switched on, or lets us see it; then it is passed over. */
	isOptional?: true;
	/** Which of its records. */
	where?: string;
	/** Whether fields that are the organisation's own come along as they are. */
	takesCustom?: true;
}

const BASE = ["Id", "IsDeleted", "CreatedDate", "SystemModstamp"] as const;

/** In the order in which they are read: what is referred to first. */
export const READ_OBJECTS: readonly ReadObject[] = [
	{
		name: "User",
		needs: ["Id", "Name", "SystemModstamp"],
		fields: ["Email", "IsActive", "CreatedDate", "ManagerId", "UserRoleId"],
		where: "UserType = 'Standard'",
	},
	{
		name: "Account",
		needs: [...BASE, "Name"],
		fields: [
			...["Website", "Industry", "NumberOfEmployees", "BillingCountry", "BillingState", "OwnerId", "ParentId"],
			...["MasterRecordId", "IsPersonAccount"],
		],
		takesCustom: true,
	},
	{
		name: "Contact",
		needs: [...BASE, "Name"],
		fields: ["Email", "Phone", "Title", "AccountId", "MasterRecordId"],
		takesCustom: true,
	},
	{
		name: "Lead",
		needs: [...BASE, "Name"],
		fields: [
			"Email",
			"Company",
			"Title",
			"Phone",
			"LeadSource",
			"Industry",
			"Country",
			"NumberOfEmployees",
			"Status",
			"IsConverted",
			"ConvertedDate",
			"ConvertedOpportunityId",
			"MasterRecordId",
			"OwnerId",
		],
		takesCustom: true,
	},
	{
		name: "Opportunity",
		needs: [...BASE, "Name", "StageName"],
		fields: [
			...["Amount", "CurrencyIsoCode", "CloseDate", "LeadSource", "NextStep", "IsClosed", "AccountId", "OwnerId"],
			...["ForecastCategory", "ForecastCategoryName"],
			...["RecordTypeId", "Territory2.Name"],
		],
		takesCustom: true,
	},
	{ name: "Product2", needs: [...BASE, "Name"], fields: ["Family"], isOptional: true },
	{
		name: "OpportunityLineItem",
		needs: [...BASE, "OpportunityId"],
		fields: ["Product2Id", "Quantity", "UnitPrice", "CurrencyIsoCode"],
		isOptional: true,
	},
	{
		name: "OpportunitySplit",
		needs: [...BASE, "OpportunityId", "SplitPercentage"],
		fields: ["SplitOwner.Name", "SplitType.MasterLabel"],
		isOptional: true,
	},
	{ name: "CampaignMember", needs: BASE, fields: ["LeadId", "ContactId", "Campaign.Name"], isOptional: true },
	{
		name: "ObjectTerritory2Association",
		needs: ["Id", "SystemModstamp", "ObjectId"],
		fields: ["Territory2.Name"],
		isOptional: true,
	},
	{
		name: "Task",
		needs: BASE,
		fields: [
			...["Subject", "TaskSubtype", "ActivityDate", "CompletedDateTime", "WhoId", "WhatId", "OwnerId", "AccountId"],
			"Description",
		],
		where: "IsClosed = true",
	},
	{
		name: "Event",
		needs: BASE,
		fields: ["Subject", "StartDateTime", "DurationInMinutes", "WhoId", "WhatId", "OwnerId", "AccountId"],
	},
];

/** Our own fields at the vendor are not read back as theirs. */
export function isOurs(field: string): boolean {
	return /^Courtside_/i.test(field);
}
