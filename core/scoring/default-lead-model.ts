import type { LeadModel } from "./lead-model.ts";

/**
 * Where every workspace starts, until its own past says better: points by common sense, not learnt, and editable.
 * Someone who decides, at a company of a size that buys, who asked for something lately, comes first.
 */
export const defaultLeadModel: LeadModel = {
	version: "lead-points-1",
	base: 10,
	rules: [
		{
			id: "decides",
			part: "demographic",
			points: 15,
			when: {
				field: "title",
				is: "contains",
				values: [
					"chief",
					"ceo",
					"cfo",
					"cto",
					"cio",
					"coo",
					"cmo",
					"cro",
					"vp",
					"vice president",
					"head",
					"director",
					"founder",
					"owner",
					"geschäftsführer",
					"leiter",
					"directeur",
					"directrice",
				],
			},
		},
		{
			id: "manages",
			part: "demographic",
			points: 8,
			when: { field: "title", is: "contains", values: ["manager", "lead", "responsable", "gerente", "jefe"] },
		},
		{
			id: "studies",
			part: "demographic",
			points: -15,
			when: { field: "title", is: "contains", values: ["student", "intern", "trainee", "praktikant", "étudiant"] },
		},
		{ id: "size_middle", part: "fit", points: 15, when: { field: "employees", is: "between", from: 50, to: 5000 } },
		{ id: "size_large", part: "fit", points: 10, when: { field: "employees", is: "between", from: 5001 } },
		{ id: "industry_known", part: "fit", points: 5, when: { field: "industry", is: "known" } },
		{ id: "company_known", part: "fit", points: 5, when: { field: "company", is: "known" } },
		{ id: "phone_known", part: "fit", points: 3, when: { field: "phone", is: "known" } },
		{
			id: "private_mail",
			part: "fit",
			points: -8,
			when: {
				field: "email",
				is: "endsWith",
				values: [
					"@gmail.com",
					"@yahoo.com",
					"@hotmail.com",
					"@outlook.com",
					"@icloud.com",
					"@gmx.de",
					"@web.de",
					"@walla.co.il",
					"@mail.ru",
					"@qq.com",
				],
			},
		},
		{
			id: "asked",
			part: "intent",
			points: 15,
			when: {
				field: "source",
				is: "contains",
				values: ["demo", "contact", "pricing", "trial", "inbound", "referral", "partner"],
			},
		},
		{ id: "demo", part: "intent", points: 15, when: { activity: "demo", halfLifeDays: 30, mostPoints: 20 } },
		{
			id: "visits",
			part: "behaviour",
			points: 3,
			when: { activity: "web", direction: "in", halfLifeDays: 14, mostPoints: 15 },
		},
		{
			id: "replies",
			part: "engagement",
			points: 8,
			when: { activity: "email", direction: "in", halfLifeDays: 14, mostPoints: 20 },
		},
		{
			id: "calls_us",
			part: "engagement",
			points: 8,
			when: { activity: "call", direction: "in", halfLifeDays: 14, mostPoints: 16 },
		},
		{ id: "meets", part: "engagement", points: 12, when: { activity: "meeting", halfLifeDays: 30, mostPoints: 24 } },
		{ id: "silent", part: "behaviour", points: -10, when: { silenceDays: 30 } },
	],
};
