// First, as the platform does: components live in its shadow.
import "@lwc/synthetic-shadow";
import { createElement } from "lwc";
import CoachingCard from "c/courtsideCoachingCard";
import DealCard from "c/courtsideDealCard";
import Forecast from "c/courtsideForecast";
import LeadCard from "c/courtsideLeadCard";
import Quota from "c/courtsideQuota";

const CARDS = {
	deal: ["c-courtside-deal-card", DealCard],
	coaching: ["c-courtside-coaching-card", CoachingCard],
	lead: ["c-courtside-lead-card", LeadCard],
	forecast: ["c-courtside-forecast", Forecast],
	quota: ["c-courtside-quota", Quota],
};

const asked = new URLSearchParams(location.search);
for (const card of (asked.get("cards") ?? "deal").split(",")) {
	const [name, type] = CARDS[card] ?? [];
	if (!name) continue;
	const element = createElement(name, { is: type });
	const record = asked.get(card);
	if (record) element.recordId = record;
	const place = document.createElement("div");
	place.className = "place";
	place.append(element);
	document.querySelector("main").append(place);
}
