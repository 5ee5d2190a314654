import { describe, expect, it } from "vitest";
import { timeSteps } from "./time-steps.ts";

describe("timeSteps", () => {
	it("counts quarters, months and years, and sees the missing ones", () => {
		expect(timeSteps(["1999Q1", "1998 Q3"])).toMatchObject({ labels: ["1998 Q3", "", "1999Q1"], added: 1 });
		expect(timeSteps(["Q2 2020", "Q1 2020"])?.labels).toEqual(["Q1 2020", "Q2 2020"]);
		expect(timeSteps(["2020-02", "2019-11"])?.added).toBe(2);
		expect(timeSteps(["Feb 2020", "Jan 2020", "Dec 2019"])?.labels).toEqual(["Dec 2019", "Jan 2020", "Feb 2020"]);
		expect(timeSteps(["2020-01-01", "2020-03-01"])?.added).toBe(1);
		expect(timeSteps(["2004", "2001"])?.stepOf.get("2004")).toBe(3);
	});

	it("sees few missing days or weeks, and takes many for a rhythm", () => {
		const days = (count: number, apart: number): string[] =>
			Array.from({ length: count }, (_, k) => new Date(Date.UTC(2024, 0, 1 + k * apart)).toISOString().slice(0, 10));
		const daily = days(60, 1).filter((_, k) => k !== 20 && k !== 21);
		expect(timeSteps(daily)).toMatchObject({ added: 2 });
		expect(timeSteps(daily)?.stepOf.get("2024-01-31")).toBe(30);
		expect(timeSteps(days(40, 7).filter((_, k) => k !== 5))).toMatchObject({ added: 1 });
		// Monday to Friday.
		const office = days(60, 1).filter((_, k) => k % 7 < 5);
		expect(timeSteps(office)).toMatchObject({ labels: office, added: 0 });
	});

	it("sorts days, weeks and numbers without inventing any", () => {
		expect(timeSteps(["2020-01-15", "2020-01-02"])).toMatchObject({ labels: ["2020-01-02", "2020-01-15"], added: 0 });
		expect(timeSteps(["2020-W10", "2020-W9"])?.labels).toEqual(["2020-W9", "2020-W10"]);
		expect(timeSteps(["10", "9", "-1"])?.labels).toEqual(["-1", "9", "10"]);
	});

	it("takes days of quarters for quarters, and invents no months between", () => {
		const days = ["2001-01-01", "2001-04-01", "2001-07-01", "2002-01-01", "2002-04-01"];
		expect(timeSteps(days)).toMatchObject({ added: 1, labels: [...days.slice(0, 3), "", ...days.slice(3)] });
		expect(timeSteps(["2001 Q4", "2002 Q4", "2003 Q4", "2004 Q4"])?.added).toBe(0);
	});

	it("orders days with the year last, by whichever order is the only one or makes months of them", () => {
		const american = ["10/1/2001", "1/1/2001", "4/1/2001", "7/1/2001", "1/1/2002"];
		expect(timeSteps(american)?.labels).toEqual(["1/1/2001", "4/1/2001", "7/1/2001", "10/1/2001", "1/1/2002"]);
		expect(timeSteps(["31.12.2020", "02.01.2020", "15.06.2020"])?.labels).toEqual([
			"02.01.2020",
			"15.06.2020",
			"31.12.2020",
		]);
		expect(timeSteps(["3/4/2020", "5/6/2020"])).toBeNull();
	});
});
