import { expect, test } from "vitest";
import { stepPeriod } from "./period-steps.ts";

test("periods step across years", () => {
	expect(stepPeriod("FY2026-Q4", 1)).toBe("FY2027-Q1");
	expect(stepPeriod("FY2026-M01", -1)).toBe("FY2025-M12");
	expect(stepPeriod("FY2026-M09", 1)).toBe("FY2026-M10");
	expect(stepPeriod("FY2026", -1)).toBe("FY2025");
	expect(stepPeriod("soon", 1)).toBeNull();
});
