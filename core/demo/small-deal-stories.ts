/** A step in a deal's life: days before now, and what changed. Days ahead of now in `closesIn` count from now. */
export type StoryStep = [
	daysAgo: number,
	change: { stage?: number; closesIn?: number; amount?: number; owner?: Seller; ends?: "won" | "lost" },
];

/** Who sells in the small company: Maria and Kenji in West, Noa in East. */
export type Seller = "maria" | "kenji" | "noa";

/** A deal as a person would tell it. Amounts in whole units of the currency; `closesIn`: days from now, as first expected. */
export interface DealStory {
	key: string;
	name: string;
	account: number;
	owner: Seller;
	amount: number | null;
	currency: "EUR" | "USD" | "GBP" | "CHF";
	source: string;
	begins: number;
	closesIn: number;
	steps: StoryStep[];
	/** Days ago on which the customer did something, and on which we did. */
	theirs: number[];
	ours: number[];
}

/** Twelve deals, one for each state that a page or an engine must cope with. */
export const DEAL_STORIES: DealStory[] = [
	story(
		"fresh",
		"Brightwater Clinics – reception relighting",
		0,
		"maria",
		12_400,
		"USD",
		"Website",
		2,
		55,
		[],
		[2],
		[1],
	),
	story(
		"handedOver",
		"Tanabe Works – studio refit",
		1,
		"kenji",
		38_000,
		"USD",
		"Referral",
		34,
		30,
		[
			[25, { stage: 1 }],
			[11, { owner: "maria" }],
		],
		[30, 24, 9],
		[32, 26, 10, 4],
	),
	story(
		"overdue",
		"Cedar & Vale Hotels – lobby daylight",
		2,
		"maria",
		64_000,
		"USD",
		"Partner",
		61,
		-6,
		[
			[50, { stage: 1 }],
			[36, { stage: 2 }],
		],
		[55, 40, 20],
		[58, 45, 35, 15],
	),
	story(
		"pushedThrice",
		"Oakmere Schools – library",
		3,
		"maria",
		27_500,
		"USD",
		"Trade fair",
		110,
		-60,
		[
			[98, { stage: 1 }],
			[80, { stage: 2 }],
			[62, { closesIn: -30 }],
			[45, { stage: 3 }],
			[31, { closesIn: -3 }],
			[4, { closesIn: 25 }],
		],
		[90, 60, 33],
		[100, 70, 50, 30, 12, 5],
	),
	story(
		"nearlyThere",
		"Harbourfield Capital – trading floor",
		4,
		"maria",
		185_000,
		"USD",
		"Existing customer",
		75,
		12,
		[
			[66, { stage: 1 }],
			[52, { stage: 2 }],
			[30, { stage: 3 }],
			[9, { stage: 4, amount: 172_000 }],
		],
		[70, 60, 48, 33, 20, 10, 6, 2],
		[68, 55, 40, 29, 15, 8, 3],
	),
	story(
		"stalled",
		"Millgate Logistics – depot lighting",
		5,
		"kenji",
		22_000,
		"USD",
		"Outbound",
		140,
		20,
		[[128, { stage: 1 }]],
		[132],
		[136, 129, 95],
	),
	story(
		"wonLongAgo",
		"Harbourfield Capital – second floor",
		4,
		"maria",
		91_000,
		"USD",
		"Referral",
		230,
		-150,
		[
			[220, { stage: 1 }],
			[205, { stage: 2 }],
			[190, { stage: 3 }],
			[176, { stage: 4 }],
			[160, { ends: "won" }],
		],
		[225, 200, 180, 165],
		[228, 210, 185, 170],
	),
	story(
		"wonThisWeek",
		"Clearbrook Software – open-plan floor",
		6,
		"maria",
		46_000,
		"USD",
		"Webinar",
		58,
		-2,
		[
			[50, { stage: 1 }],
			[38, { stage: 2 }],
			[22, { stage: 3 }],
			[10, { stage: 4, amount: 43_700 }],
			[1, { ends: "won" }],
		],
		[55, 41, 25, 12, 3],
		[56, 45, 30, 18, 5],
	),
	story(
		"lostOnPrice",
		"Silverfield Retail – showroom",
		7,
		"noa",
		58_000,
		"GBP",
		"Paid search",
		84,
		-10,
		[
			[75, { stage: 1 }],
			[60, { stage: 2 }],
			[41, { stage: 3 }],
			[19, { ends: "lost" }],
		],
		[78, 62],
		[80, 66, 44, 25],
	),
	story(
		"lostEarly",
		"Ashgate Foods – canteen",
		8,
		"kenji",
		9800,
		"USD",
		"Outbound",
		47,
		10,
		[[39, { ends: "lost" }]],
		[],
		[46, 42],
	),
	story(
		"withoutRate",
		"Pfäffli Architekten – head office",
		9,
		"noa",
		74_000,
		"CHF",
		"Trade fair",
		52,
		40,
		[
			[44, { stage: 1 }],
			[28, { stage: 2 }],
			[13, { stage: 3 }],
		],
		[48, 30, 16, 7],
		[50, 35, 20, 6],
	),
	story(
		"withoutAmount",
		"נועה עיצוב – studio",
		10,
		"noa",
		null,
		"EUR",
		"Website",
		15,
		70,
		[[8, { stage: 1 }]],
		[14, 7],
		[13, 5],
	),
];

/** Accounts of the stories, by index: name, country, industry, people, the champion there. */
export const STORY_ACCOUNTS: [name: string, country: string, industry: string, employees: number, champion: string][] =
	[
		["Brightwater Clinics Inc", "US", "Healthcare", 140, "Sarah Whitfield"],
		["Tanabe Works K.K.", "JP", "Manufacturing", 620, "田中 由美"],
		["Cedar & Vale Hotels LLC", "US", "Hospitality", 900, "Marcus Ferris"],
		["Oakmere Schools", "US", "Education", 310, "Hannah Doyle"],
		["Harbourfield Capital LLP", "US", "Financial services", 2600, "Priya Patel"],
		["Millgate Logistics Inc", "US", "Logistics", 480, "Samuel Marsh"],
		["Clearbrook Software Inc", "US", "Software", 260, "Zoë Sinclair"],
		["Silverfield Retail Ltd", "GB", "Retail", 1500, "Thomas O’Brien"],
		["Ashgate Foods Inc", "US", "Manufacturing", 75, "Grace Langley"],
		["Pfäffli Architekten AG", "CH", "Architecture & design", 45, "Götz Zürcher"],
		["נועה עיצוב בע״מ", "IL", "Architecture & design", 28, "נועה לוי"],
		// The same company as the first, as someone else typed it.
		["BRIGHTWATER CLINICS", "US", "Healthcare", 140, "S. Whitfield"],
	];

function story(
	key: string,
	name: string,
	account: number,
	owner: Seller,
	amount: number | null,
	currency: DealStory["currency"],
	source: string,
	begins: number,
	closesIn: number,
	steps: StoryStep[],
	theirs: number[],
	ours: number[],
): DealStory {
	return { key, name, account, owner, amount, currency, source, begins, closesIn, steps, theirs, ours };
}
