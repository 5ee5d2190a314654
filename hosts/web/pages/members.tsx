import { Button, Switch } from "@fluentui/react-components";
import { useState } from "react";
import type { MemberJson } from "../../../core/contract/members.ts";
import { memberTable } from "../../../core/contract/tables/member-table.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { AccountFault } from "../account-fault.tsx";
import { InvitePeople } from "../invite-people.tsx";
import { MemberDetail } from "../member-detail.tsx";
import { OpenInvitations } from "../open-invitations.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import type { Looks } from "../table/drawn-columns.tsx";
import { LongTable } from "../table/long-table.tsx";
import { type TableView, useTableView } from "../table/use-table-view.ts";
import { type LoadedList, useList } from "../use-list.ts";
import { useLoad } from "../use-load.ts";
import "./security.css";
import "./members.css";

/** Who signs in, who is invited, and one of them when chosen. */
export function MembersPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const chosen = place.query.get("member");
	const hears = (e: { type: string }) => e.type === "people.changed";
	const view = useTableView(memberTable);
	const members = useList<MemberJson>({
		key: JSON.stringify(view.asked),
		load: (cursor) => session.client.members({ ...view.asked, ...(cursor ? { cursor } : {}) } as object),
		one: (id) => session.client.member(id),
		hears,
	});
	const invitations = useLoad("invitations", () => session.client.invitations(), hears);
	const roles = useLoad("roles", () => session.client.roles({ limit: 200 }));
	const teams = useLoad("teams", () => session.client.teams(), hears);
	const all = [...(roles.data?.builtIn ?? []), ...(roles.data?.items ?? [])];
	const reload = () => {
		members.reload();
		invitations.reload();
	};
	const mayMatch = useMe().permissions.includes("people:match");
	const isInviting = place.query.get("invite") !== null;
	const given = { roles: all, teams: teams.data?.items ?? [] };
	if (chosen || isInviting) {
		return (
			<Page title={t("members.title")} above={<SettingsWays />}>
				<p className="page-sub">
					<Link to={withQuery(place, { member: null, invite: null })}>{t("members.all")}</Link>
				</p>
				{isInviting ? (
					<section aria-labelledby="invite-title">
						<h2 id="invite-title">{t("invite.title")}</h2>
						<InvitePeople {...given} person={null} done={reload} />
					</section>
				) : (
					chosen && <MemberDetail key={chosen} id={chosen} {...given} reload={reload} />
				)}
			</Page>
		);
	}
	const finding = members.data && !view.isFiltered ? t("members.finding", { count: members.data.total }) : null;
	return (
		<Page
			title={t("members.title")}
			heading={finding ?? t("members.title")}
			above={<SettingsWays />}
			actions={
				<Button appearance="primary" onClick={() => navigate(withQuery(place, { invite: "1" }))}>
					{t("members.invite")}
				</Button>
			}
		>
			<p className="page-sub cs-muted">
				{t("members.says")} {mayMatch && <Link to="/people">{t("nav.people")}</Link>}
			</p>
			<MemberList view={view} list={members} />
			<Loading of={invitations} lines={3}>
				{({ items }) => <OpenInvitations items={items} reload={invitations.reload} />}
			</Loading>
			<Policy />
		</Page>
	);
}

function MemberList({ view, list }: { view: TableView<MemberJson>; list: LoadedList<MemberJson> }) {
	const { t, locale, zone } = useSpeech();
	const place = usePlace();
	const me = useMe();
	const looks: Looks<MemberJson> = {
		name: {
			cell: (member) => (
				<>
					<Link to={withQuery(place, { member: member.id })} data-row-link>
						{member.name}
					</Link>
					<span className="cs-sub">
						{member.email ?? "–"}
						{member.id === me.id && ` · ${t("members.you")}`}
						{!member.isActive && ` · ${t("teams.left")}`}
					</span>
				</>
			),
		},
		role: { narrow: true, cell: (member) => member.roleName ?? t(`role.${member.role}`) },
		last: {
			cell: (member) =>
				member.lastSignInAt
					? formatSince(Date.parse(member.lastSignInAt), Date.now(), locale, zone)
					: t("members.never"),
		},
	};
	return (
		<LongTable
			view={view}
			list={list}
			looks={looks}
			count={(total, more) => t("members.count", { count: total, shown: formatNumber(total, locale), more })}
			none={<p className="cs-muted">{t("members.none")}</p>}
		/>
	);
}

function Policy() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const policy = useLoad("sign-in policy", () => session.client.signInPolicy());
	const [fault, setFault] = useState<Error | null>(null);
	const change = (requiresSecondFactor: boolean) => {
		setFault(null);
		session.client.updateSignInPolicy({ requiresSecondFactor }).then(policy.put, (f: Error) => setFault(f));
	};
	return (
		<Loading of={policy} lines={1}>
			{({ requiresSecondFactor }) => (
				<section aria-labelledby="policy-title" className="policy">
					<h2 id="policy-title">{t("members.factor")}</h2>
					<Switch label={t("members.policy")} checked={requiresSecondFactor} onChange={(_, d) => change(d.checked)} />
					<p className="cs-muted">{t("members.policyHint")}</p>
					<AccountFault fault={fault} />
				</section>
			)}
		</Loading>
	);
}
