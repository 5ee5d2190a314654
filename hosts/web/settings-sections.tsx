import type { ComponentType } from "react";
import type { PageWord } from "../../core/words/english.ts";
import { useSpeech } from "../kit/kit-words.tsx";
import { fetchedPage as page } from "./fetched-page.ts";
import { PageWays } from "./page-ways.tsx";
import { NotFoundPage } from "./pages/not-found.tsx";
import { useMe } from "./portal-context.tsx";

/** One part of the settings with an address of its own. */
interface Section {
	/** Its address: `/settings/<id>`. */
	id: string;
	word: PageWord;
	page: ComponentType;
	/** Without it the section is neither offered nor shown. */
	needs?: string;
}

const SECTIONS: readonly Section[] = [
	{ id: "security", word: "security.title", page: page(() => import("./pages/security.tsx"), "SecurityPage") },
	{
		id: "members",
		word: "members.title",
		page: page(() => import("./pages/members.tsx"), "MembersPage"),
		needs: "people:write",
	},
	{
		id: "forecast-calls",
		word: "cycle.title",
		page: page(() => import("./pages/forecast-cycle.tsx"), "ForecastCyclePage"),
		needs: "workspace:write",
	},
	{
		id: "coaching",
		word: "coachingSettings.title",
		page: page(() => import("./pages/coaching-settings.tsx"), "CoachingSettingsPage"),
		needs: "coaching:write",
	},
	{ id: "teams", word: "teams.title", page: page(() => import("./pages/teams.tsx"), "TeamsPage") },
	{ id: "roles", word: "roles.title", page: page(() => import("./pages/roles.tsx"), "RolesPage"), needs: "roles:read" },
	{
		id: "single-sign-on",
		word: "sso.title",
		page: page(() => import("./pages/single-sign-on.tsx"), "SingleSignOnPage"),
		needs: "sign-in:write",
	},
	{
		id: "api-keys",
		word: "keys.title",
		page: page(() => import("./pages/api-keys.tsx"), "ApiKeysPage"),
		needs: "keys:write",
	},
	{
		id: "webhooks",
		word: "webhooks.title",
		page: page(() => import("./pages/webhooks.tsx"), "WebhooksPage"),
		needs: "webhooks:read",
	},
	{
		id: "model",
		word: "dealModel.title",
		page: page(() => import("./pages/model.tsx"), "ModelPage"),
		needs: "deals:read",
	},
	{
		id: "website",
		word: "tracking.title",
		page: page(() => import("./pages/tracking.tsx"), "TrackingPage"),
		needs: "workspace:write",
	},
	{
		id: "slack",
		word: "chat.title",
		page: page(() => import("./pages/slack.tsx"), "SlackPage"),
		needs: "connections:write",
	},
	{
		id: "microsoft-teams",
		word: "panel.setup.title",
		page: page(() => import("./pages/teams-app.tsx"), "TeamsAppPage"),
		needs: "connections:write",
	},
	{ id: "api", word: "api.title", page: page(() => import("./pages/api.tsx"), "ApiPage") },
];

/** The page of a section; "nothing here" where there is none, or none for this person. */
export function SettingsSection({ id }: { id: string }) {
	const me = useMe();
	const section = SECTIONS.find((s) => s.id === id && isOpen(s, me.permissions));
	return section ? <section.page /> : <NotFoundPage />;
}

/** The ways between the parts of the settings: stands above each of them. */
export function SettingsWays() {
	const { t } = useSpeech();
	const me = useMe();
	const ways = [
		{ to: "/settings", word: "settings.general" as PageWord },
		...SECTIONS.filter((s) => isOpen(s, me.permissions)).map(({ id, word }) => ({ to: `/settings/${id}`, word })),
	];
	return <PageWays label={t("nav.settings")} ways={ways} />;
}

function isOpen({ needs }: Section, permissions: readonly string[]): boolean {
	return needs === undefined || permissions.includes(needs);
}
