import { describe, expect, it } from "vitest";
import { type DealCandidate, matchMeeting } from "./match-meeting.ts";

const deal = (dealId: string, more: Partial<DealCandidate> = {}): DealCandidate => ({
	dealId,
	...{
		accountId: "harbour",
		accountName: "Harbour Logistics GmbH",
		accountDomain: "harbour.example",
		ownerId: "maria",
	},
	...{ dealEmails: [], accountEmails: [], calendarSubject: null, ...more },
});
const clues = { emails: ["sarah@harbour.example"], ownerId: "maria", texts: [] };

describe("which deal a meeting is about", () => {
	it("is the one whose own people were invited, and says so", () => {
		const found = matchMeeting(clues, [deal("cranes"), deal("pier", { dealEmails: ["sarah@harbour.example"] })]);
		expect(found).toMatchObject({ state: "matched", dealId: "pier" });
		expect(found.state === "matched" && found.reasons.map((r) => r.code)).toEqual(["people", "domain", "owner"]);
	});

	it("is the one that stands in the calendar then, even where another has more people there", () => {
		const other = deal("pier", { dealEmails: ["sarah@harbour.example"] });
		expect(matchMeeting(clues, [other, deal("cranes", { calendarSubject: "Crane refit" })])).toMatchObject({
			dealId: "cranes",
		});
	});

	it("is left to a person where two fit alike; the customer is known all the same", () => {
		expect(matchMeeting(clues, [deal("a"), deal("b")])).toMatchObject({
			state: "tie",
			accountId: "harbour",
			rivals: [{ dealId: "a" }, { dealId: "b" }],
		});
	});

	it("is none by the rep alone, nor by a mailbox that anybody can have", () => {
		const strangers = { ...clues, emails: ["tom@gmail.com"] };
		expect(matchMeeting(strangers, [deal("a", { accountDomain: "gmail.com" })])).toEqual({ state: "none" });
	});

	it("is found by the customer's name in the title, without its legal form and as a whole word", () => {
		const named = { emails: [], ownerId: null, texts: ["Harbour Logistics – discovery"] };
		expect(matchMeeting(named, [deal("a")])).toMatchObject({ state: "matched" });
		expect(matchMeeting({ ...named, texts: ["Harbour Logisticsware"] }, [deal("a")])).toEqual({ state: "none" });
	});
});
