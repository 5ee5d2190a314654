import { expect, test } from "vitest";
import { scaleOfHeader } from "./row-reader.ts";

test.each([
	["Value (k€)", 1000],
	["Umsatz in TEUR", 1000],
	["Amount (thousands)", 1000],
	["Revenue in millions", 1_000_000],
	["Betrag Mio. €", 1_000_000],
	["Amount USD", 1],
	["Kundenwert", 1],
	["", 1],
])("amounts under %j count by %i", (header, scale) => {
	expect(scaleOfHeader(header)).toBe(scale);
});
