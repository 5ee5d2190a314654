import type { Lead } from "../model/lead.ts";
import type { Territory, TerritoryRule } from "../model/planning.ts";

/** The territories a lead falls into, by country, industry and size. A lead knows no region: rules on one do not take it. */
export function territoriesOf(
	lead: Pick<Lead, "country" | "industry" | "employees">,
	territories: readonly Pick<Territory, "id" | "rules">[],
): string[] {
	return territories.filter(({ rules }) => rules.some((rule) => fits(rule, lead))).map(({ id }) => id);
}

function fits(rule: TerritoryRule, { country, industry, employees }: Pick<Lead, "country" | "industry" | "employees">) {
	if (rule.regions !== undefined) return false;
	if (!among(rule.countries, country) || !among(rule.industries, industry)) return false;
	if (rule.minEmployees === undefined && rule.maxEmployees === undefined) return true;
	if (employees === null) return false;
	return employees >= (rule.minEmployees ?? 0) && employees <= (rule.maxEmployees ?? Number.POSITIVE_INFINITY);
}

function among(list: readonly string[] | undefined, value: string | null): boolean {
	return list === undefined || (value !== null && list.some((item) => item.toLowerCase() === value.toLowerCase()));
}
