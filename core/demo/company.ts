import type { Account, Contact } from "../model/account.ts";
import type { Activity } from "../model/activity.ts";
import type { FieldChange } from "../model/change.ts";
import type { Deal, LineItem, Product } from "../model/deal.ts";
import type { Competitor, Content } from "../model/enablement.ts";
import type { Lead } from "../model/lead.ts";
import type { ExchangeRate } from "../model/money.ts";
import type { Pipeline, Stage } from "../model/pipeline.ts";
import type { Campaign, Quota, Territory } from "../model/planning.ts";
import type { Tenant } from "../model/tenant.ts";
import type { Team, User } from "../model/user.ts";
import type { DuplicatePair } from "./duplicates.ts";
import type { PlantedCause } from "./planted.ts";
import type { DemoQuotaPlanning } from "./quota-planning.ts";
import type { DemoPlanStep, DemoStakeholder } from "./rooms.ts";
import type { AccountPlace } from "./towns.ts";
import type { SimulationState } from "./truth.ts";

/** A company as records: what an import of all its systems would give. */
export interface CompanyRecords {
	tenant: Omit<Tenant, "id">;
	users: User[];
	teams: Team[];
	pipelines: Pipeline[];
	stages: Stage[];
	products: Product[];
	accounts: Account[];
	/** Where they are visited; not every account has a place. */
	accountPlaces: AccountPlace[];
	contacts: Contact[];
	leads: Lead[];
	deals: Deal[];
	lineItems: LineItem[];
	activities: Activity[];
	territories: Territory[];
	quotas: Quota[];
	/** What stands around the quotas; a company of records alone has none. */
	quotaPlanning?: DemoQuotaPlanning;
	exchangeRates: ExchangeRate[];
	campaigns: Campaign[];
	competitors: Competitor[];
	content: Content[];
	/** Maps and plans of deals that are far along. */
	stakeholders: DemoStakeholder[];
	planSteps: DemoPlanStep[];
	/** Whole histories of deals and leads: a snapshot at creation, then every change. In order within a record. */
	changes: FieldChange[];
}

/** What only the simulator knows. Engines never read it; tests and benchmarks compare with it. */
export interface DemoTruth {
	/** Each open deal's true chance to be won, see `winProbability`; and its true stage (0–4), which a record may hide. */
	openDeals: { dealId: string; winProbability: number; stage: number }[];
	planted: PlantedCause[];
	duplicates: DuplicatePair[];
	/** For `expectedBookings`. */
	state: SimulationState;
}

/** Records and the truth behind them. */
export interface DemoCompany extends CompanyRecords {
	truth: DemoTruth;
}
