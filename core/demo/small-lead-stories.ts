import type { LeadStatus } from "../model/lead.ts";
import type { Seller } from "./small-deal-stories.ts";

/** Eight leads: name, company, title, source, people, days since it came, its steps, days on which it visited or wrote. */
export interface LeadStory {
	name: string;
	company: string;
	title: string;
	source: string;
	country: string;
	employees: number | null;
	owner: Seller;
	begins: number;
	steps: [daysAgo: number, status: LeadStatus][];
	visits: number[];
}

/** Every status once or twice; Zoë became the deal `wonThisWeek`. */
export const LEAD_STORIES: LeadStory[] = [
	lead("Ruth Bennett", "Westhaven Studios", "Facilities director", "Website", "US", 340, "maria", 1, [], [1, 1, 1]),
	lead("Liam Carter", "Redford Partners", "Assistant", "Paid search", "US", null, "kenji", 3, [], []),
	lead(
		"Élodie Morel",
		"Montlac Conseil",
		"Head of workplace",
		"Referral",
		"CA",
		800,
		"maria",
		9,
		[[8, "working"]],
		[9, 7, 4, 2],
	),
	lead("José Núñez", "Soldorada Hoteles", "Office manager", "Webinar", "US", 90, "kenji", 30, [[26, "working"]], [29]),
	lead(
		"Ingrid Solberg",
		"Nordvik Kontor",
		"Head of real estate",
		"Partner",
		"NO",
		1200,
		"noa",
		14,
		[
			[13, "working"],
			[5, "qualified"],
		],
		[14, 12, 9, 6, 3],
	),
	lead(
		"Zoë Sinclair",
		"Clearbrook Software Inc",
		"Chief operating officer",
		"Webinar",
		"US",
		260,
		"maria",
		70,
		[
			[68, "working"],
			[63, "qualified"],
			[58, "converted"],
		],
		[70, 67, 64, 60],
	),
	lead(
		"Daniel Hale",
		"Stonegate Foods",
		"Purchasing specialist",
		"Paid search",
		"US",
		55,
		"maria",
		45,
		[
			[43, "working"],
			[29, "disqualified"],
		],
		[44],
	),
	lead(
		"高橋 拓也",
		"Asahimoto Design",
		"Interior architect",
		"Trade fair",
		"JP",
		130,
		"kenji",
		90,
		[
			[85, "working"],
			[80, "qualified"],
			[60, "disqualified"],
		],
		[88, 82],
	),
];

function lead(
	name: string,
	company: string,
	title: string,
	source: string,
	country: string,
	employees: number | null,
	owner: Seller,
	begins: number,
	steps: LeadStory["steps"],
	visits: number[],
): LeadStory {
	return { name, company, title, source, country, employees, owner, begins, steps, visits };
}
