import { describe, expect, it } from "vitest";
import { sensitiveColumns } from "./sensitive-columns.ts";

describe("sensitive columns", () => {
	it("are found by name in six languages, however the name is written", () => {
		const kinds = (...columns: string[]) => sensitiveColumns(columns).map((c) => c.kind);
		expect(kinds("Age", "customer_age", "birthDate", "Geburtsdatum", "fecha de nacimiento", "年齢")).toEqual(
			new Array(6).fill("age"),
		);
		expect(kinds("Gender", "Anrede", "sexo", "מגדר", "性別")).toEqual(new Array(5).fill("sex"));
		expect(kinds("Nationality", "Staatsangehörigkeit", "国籍")).toEqual(new Array(3).fill("origin"));
		expect(kinds("has_disability", "Gesundheitszustand", "religion")).toEqual(["health", "health", "belief"]);
	});

	it("are not seen in what only sounds alike", () => {
		const plain = [
			"Stage",
			"Page Views",
			"Days in stage",
			"Average amount",
			"Lead Origin",
			"Usage",
			"Message",
			"Agent",
		];
		expect(sensitiveColumns(plain)).toEqual([]);
	});
});
