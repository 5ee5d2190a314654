import { Button, Field, Select, Switch } from "@fluentui/react-components";
import { useState } from "react";
import type { MemberJson } from "../../../core/contract/members.ts";
import type { Page as PageOf } from "../../../core/contract/scalars.ts";
import { formatSince } from "../../../core/words/format-date.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { AccountFault } from "../account-fault.tsx";
import { InvitePeople } from "../invite-people.tsx";
import { MemberDetail } from "../member-detail.tsx";
import { OpenInvitations } from "../open-invitations.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { TextFilter } from "../table/text-filter.tsx";
import { useLoad } from "../use-load.ts";
import "./security.css";
import "./members.css";

const STATES = ["in", "left", "all"] as const;

/** Who signs in, who is invited, and one of them when chosen. */
export function MembersPage() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const place = usePlace();
	const state = STATES.find((s) => s === place.query.get("who")) ?? "in";
	const search = place.query.get("search") ?? "";
	const chosen = place.query.get("member");
	const hears = (e: { type: string }) => e.type === "people.changed";
	const [more, setMore] = useState<string | null>(null);
	const members = useLoad(
		`members ${state} ${search}`,
		() => session.client.members({ state, ...(search && { search }) }),
		hears,
	);
	const invitations = useLoad("invitations", () => session.client.invitations(), hears);
	const roles = useLoad("roles", () => session.client.roles({ limit: 200 }));
	const teams = useLoad("teams", () => session.client.teams(), hears);
	const all = [...(roles.data?.builtIn ?? []), ...(roles.data?.items ?? [])];
	const reload = () => {
		members.reload();
		invitations.reload();
	};
	const loadMore = (page: PageOf<MemberJson>) => {
		const cursor = page.nextCursor;
		if (!cursor || more === cursor) return;
		setMore(cursor);
		session.client
			.members({ state, cursor, ...(search && { search }) })
			.then((next) => members.put({ ...next, items: [...page.items, ...next.items] }), members.reload)
			.finally(() => setMore(null));
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
	const finding =
		members.data && state === "in" && !search ? t("members.finding", { count: members.data.total }) : null;
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
			<search className="filters">
				<TextFilter
					type="search"
					label={t("members.search")}
					value={search}
					onSet={(value) => navigate(withQuery(place, { search: value }), { replace: true })}
				/>
				<Field label={t("members.who")}>
					<Select
						value={state}
						onChange={(_, d) =>
							navigate(withQuery(place, { who: d.value === "in" ? null : d.value }), { replace: true })
						}
					>
						{STATES.map((s) => (
							<option key={s} value={s}>
								{t(`members.state.${s}`)}
							</option>
						))}
					</Select>
				</Field>
			</search>
			<Loading of={members} lines={8}>
				{(page) => (
					<div>
						{page.items.length === 0 ? (
							<p className="cs-muted">{t("members.none")}</p>
						) : (
							<MemberTable rows={page.items} />
						)}
						{page.nextCursor && (
							<div className="list-more">
								<Button onClick={() => loadMore(page)} disabled={more !== null}>
									{t("list.more")}
								</Button>
							</div>
						)}
					</div>
				)}
			</Loading>
			<Loading of={invitations} lines={3}>
				{({ items }) => <OpenInvitations items={items} reload={invitations.reload} />}
			</Loading>
			<Policy />
		</Page>
	);
}

function MemberTable({ rows }: { rows: MemberJson[] }) {
	const { t, locale, zone } = useSpeech();
	const place = usePlace();
	const me = useMe();
	const columns: Column<MemberJson>[] = [
		{
			key: "name",
			header: t("members.name"),
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
		{ key: "role", header: t("members.role"), cell: (member) => member.roleName ?? t(`role.${member.role}`) },
		{ key: "team", header: t("members.team"), narrow: false, cell: (member) => member.team?.name ?? "–" },
		{
			key: "factor",
			header: t("members.factor"),
			narrow: false,
			cell: (member) => (member.signsIn ? t(member.secondFactor ? "members.factorOn" : "members.factorOff") : "–"),
		},
		{
			key: "last",
			header: t("members.last"),
			narrow: false,
			cell: (member) =>
				member.lastSignInAt
					? formatSince(Date.parse(member.lastSignInAt), Date.now(), locale, zone)
					: t("members.never"),
		},
	];
	return <DataTable caption={t("members.title")} columns={columns} rows={rows} rowKey={(member) => member.id} />;
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
