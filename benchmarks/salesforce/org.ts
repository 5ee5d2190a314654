import { createOrg, type Org, put } from "../../stand-ins/salesforce/org.ts";

const DAY_MS = 86_400_000;
const BEGIN = Date.UTC(2025, 0, 6, 8);
const STAGES = ["Prospecting", "Discovery", "Proposal", "Negotiation", "Closed Won", "Closed Lost"] as const;
/** The client that the measured connection is made with. */
export const CLIENT = { id: "measured", secret: "a-secret-of-the-benchmark", username: "integration@measured.example" };

/**
 * The same organisation each time: so many opportunities, each with one to five moves in its history, at accounts of
 * twenty opportunities each.
 */
export function madeOrg(opportunities: number): Org {
	const org = createOrg({ clients: [CLIENT], isMultiCurrency: true });
	org.calls.most = 1_000_000;
	const put1 = (object: Parameters<typeof put>[1], row: Parameters<typeof put>[2], at = BEGIN) =>
		String(put(org, object, row, at)["Id"]);
	for (const [at, name] of STAGES.entries())
		put1("OpportunityStage", {
			...{ MasterLabel: name, ApiName: name, SortOrder: at + 1, IsActive: true },
			...{ IsClosed: name.startsWith("Closed"), IsWon: name === "Closed Won" },
		});
	const owner = put1("User", {
		...{ Name: "Maria Lopez", Username: "maria", Email: "maria@measured.example" },
		...{ UserType: "Standard", IsActive: true },
	});
	let account = "";
	for (let k = 0; k < opportunities; k++) {
		if (k % 20 === 0) account = put1("Account", { Name: `Company ${k / 20}`, OwnerId: owner });
		const born = BEGIN + (k % 400) * DAY_MS;
		const Id = put1(
			"Opportunity",
			{
				...{ Name: `Opportunity "${k}", line\n2`, StageName: STAGES[0], Amount: 1000 + k, CurrencyIsoCode: "EUR" },
				...{ CloseDate: dayOf(born + 60 * DAY_MS), AccountId: account, OwnerId: owner },
			},
			born,
		);
		const moves = k % 5;
		for (let move = 1; move <= moves; move++)
			put(
				org,
				"Opportunity",
				{ Id, StageName: STAGES[move === 4 ? 4 + (k % 2) : move] ?? null, Amount: 1000 + k + move },
				born + move * 7 * DAY_MS,
			);
	}
	org.bus.kept = [];
	return org;
}

function dayOf(at: number): string {
	return new Date(at).toISOString().slice(0, 10);
}
