import type { ComponentType, ReactNode } from "react";
import { DealPlace } from "./deal-ways.tsx";
import { fetchedPage as page } from "./fetched-page.ts";
import { ForecastSection } from "./forecast/forecast-sections.tsx";
import { LeadPlace } from "./leads/lead-ways.tsx";
import { MeetingPlace } from "./meetings/meeting-place.tsx";
import { NotFoundPage } from "./pages/not-found.tsx";
import { QuotaPlace } from "./quotas/quota-ways.tsx";
import { SettingsSection } from "./settings-sections.tsx";

/** The pages of one area of the portal: `/area` itself, and `/area/id` where it has such. */
interface Area {
	all?: ComponentType;
	one?: ComponentType<{ id: string }>;
}

const AREAS: Readonly<Record<string, Area>> = {
	"": { all: page(() => import("./pages/home.tsx"), "HomePage") },
	board: { all: page(() => import("./pages/board.tsx"), "BoardPage") },
	accounts: {
		all: page(() => import("./pages/accounts.tsx"), "AccountsPage"),
		one: page(() => import("./pages/account.tsx"), "AccountPage"),
	},
	contacts: { one: page(() => import("./pages/contact.tsx"), "ContactPage") },
	audit: { all: page(() => import("./pages/audit.tsx"), "AuditPage") },
	content: {
		all: page(() => import("./pages/contents.tsx"), "ContentsPage"),
		one: page(() => import("./pages/content.tsx"), "ContentPage"),
	},
	connections: {
		all: page(() => import("./pages/connections.tsx"), "ConnectionsPage"),
		one: page(() => import("./pages/connection.tsx"), "ConnectionPage"),
	},
	deals: {
		all: page(() => import("./pages/deals.tsx"), "DealsPage"),
		one: DealPlace,
	},
	forecast: { all: page(() => import("./pages/forecast.tsx"), "ForecastPage"), one: ForecastSection },
	graphql: { all: page(() => import("./pages/graphql.tsx"), "GraphqlPage") },
	gallery: { all: page(() => import("./pages/gallery.tsx"), "GalleryPage") },
	import: {
		all: page(() => import("./pages/imports.tsx"), "ImportsPage"),
		one: page(() => import("./pages/import.tsx"), "ImportPage"),
	},
	jobs: { all: page(() => import("./pages/jobs.tsx"), "JobsPage") },
	leads: {
		all: page(() => import("./pages/leads.tsx"), "LeadsPage"),
		one: LeadPlace,
	},
	live: {
		all: page(() => import("./pages/live-start.tsx"), "LiveStartPage"),
		one: page(() => import("./pages/live.tsx"), "LivePage"),
	},
	mailbox: {
		all: page(() => import("./pages/mailbox.tsx"), "MailboxPage"),
		one: page(() => import("./pages/mail.tsx"), "MailPage"),
	},
	meetings: { all: page(() => import("./pages/meetings.tsx"), "MeetingsPage"), one: MeetingPlace },
	offline: { all: page(() => import("./offline/offline-page.tsx"), "OfflinePage") },
	people: {
		all: page(() => import("./pages/people.tsx"), "PeoplePage"),
		one: page(() => import("./pages/person.tsx"), "PersonPage"),
	},
	pipeline: { all: page(() => import("./pages/pipeline.tsx"), "PipelinePage") },
	quotas: { all: page(() => import("./pages/quotas.tsx"), "QuotasPage"), one: QuotaPlace },
	search: { all: page(() => import("./pages/search.tsx"), "SearchPage") },
	quality: {
		all: page(() => import("./pages/quality.tsx"), "QualityPage"),
		one: page(() => import("./pages/quality-rule.tsx"), "QualityRulePage"),
	},
	territories: {
		all: page(() => import("./pages/territories.tsx"), "TerritoriesPage"),
		one: page(() => import("./pages/territory-plan.tsx"), "TerritoryPlace"),
	},
	settings: { all: page(() => import("./pages/settings.tsx"), "SettingsPage"), one: SettingsSection },
};

/** The page of an address. */
export function pageAt(path: string): ReactNode {
	const [, name = "", id, more] = path.split("/");
	const area = AREAS[name === "start" ? "" : name];
	if (!area || more !== undefined) return <NotFoundPage />;
	if (id) return area.one ? <area.one key={id} id={id} /> : <NotFoundPage />;
	return area.all ? <area.all /> : <NotFoundPage />;
}
