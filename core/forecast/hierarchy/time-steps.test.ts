import { describe, expect, it } from "vitest";
import { timeSteps } from "./time-steps.ts";

describe("timeSteps", () => {
	it("counts quarters, months and years, and sees the missing ones", () => {
		expect(timeSteps(["1999Q1", "1998 Q3"])).toMatchObject({ labels: ["1998 Q3", "", "1999Q1"], added: 1 });
		expect(timeSteps(["Q2 2020", "Q1 2020"]).labels).toEqual(["Q1 2020", "Q2 2020"]);
		expect(timeSteps(["2020-02", "2019-11"]).added).toBe(2);
		expect(timeSteps(["Feb 2020", "Jan 2020", "Dec 2019"]).labels).toEqual(["Dec 2019", "Jan 2020", "Feb 2020"]);
		expect(timeSteps(["2020-01-01", "2020-03-01"]).added).toBe(1);
		expect(timeSteps(["2004", "2001"]).stepOf.get("2004")).toBe(3);
	});

	it("sorts days, weeks and numbers without inventing any", () => {
		expect(timeSteps(["2020-01-15", "2020-01-02"])).toMatchObject({ labels: ["2020-01-02", "2020-01-15"], added: 0 });
		expect(timeSteps(["2020-W10", "2020-W9"]).labels).toEqual(["2020-W9", "2020-W10"]);
		expect(timeSteps(["10", "9", "-1"]).labels).toEqual(["-1", "9", "10"]);
	});
});
