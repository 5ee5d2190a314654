import { Button } from "@fluentui/react-components";
import type { RoleJson, RolePageJson } from "../../../core/contract/roles.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { RoleEditor } from "../role-editor.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { TextFilter } from "../table/text-filter.tsx";
import { useLoad } from "../use-load.ts";
import "./roles.css";

/** A page of so many; the rest is found by name. */
const SHOWN = 100;

/** What people may do: the built-in roles, the workspace's own, and the one that is looked at. */
export function RolesPage() {
	const { t } = useSpeech();
	const place = usePlace();
	const chosen = place.query.get("role");
	if (chosen) {
		return (
			<Page title={t("roles.title")} above={<SettingsWays />}>
				<p className="page-sub">
					<Link to={withQuery(place, { role: null, from: null })}>{t("roles.all")}</Link>
				</p>
				<RoleEditor key={`${chosen} ${place.query.get("from")}`} chosen={chosen} from={place.query.get("from")} />
			</Page>
		);
	}
	return <RoleList />;
}

function RoleList() {
	const { t } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const place = usePlace();
	const search = place.query.get("search") ?? "";
	const roles = useLoad(`roles ${search}`, () => session.client.roles({ limit: SHOWN, ...(search && { search }) }));
	const permissions = useLoad("permissions", () => session.client.permissions());
	const all = permissions.data?.groups.reduce((sum, group) => sum + group.permissions.length, 0) ?? 0;
	const mayWrite = me.permissions.includes("roles:write");
	return (
		<Page
			title={t("roles.title")}
			above={<SettingsWays />}
			actions={
				mayWrite && (
					<Button appearance="primary" onClick={() => navigate(withQuery(place, { role: "new", from: "rep" }))}>
						{t("roles.new")}
					</Button>
				)
			}
		>
			<p className="page-sub cs-muted">{t("roles.says")}</p>
			<Loading of={roles} lines={10}>
				{(page) => (
					<div className="stack">
						<section aria-labelledby="own-title">
							<h2 id="own-title">{t("roles.own")}</h2>
							<OwnRoles page={page} all={all} search={search} />
						</section>
						<section aria-labelledby="built-in-title">
							<h2 id="built-in-title">{t("roles.builtIn")}</h2>
							<RoleTable caption={t("roles.builtIn")} rows={page.builtIn} all={all} />
						</section>
					</div>
				)}
			</Loading>
		</Page>
	);
}

function OwnRoles({ page, all, search }: { page: RolePageJson; all: number; search: string }) {
	const { t, locale } = useSpeech();
	const place = usePlace();
	if (page.total === 0 && search === "") return <StateNotice state="empty" title={t("roles.none")} />;
	return (
		<>
			<search className="filters">
				<TextFilter
					type="search"
					label={t("roles.search")}
					value={search}
					onSet={(value) => navigate(withQuery(place, { search: value }), { replace: true })}
				/>
			</search>
			{page.items.length === 0 ? (
				<p className="cs-muted">{t("roles.noneFound")}</p>
			) : (
				<RoleTable caption={t("roles.own")} rows={page.items} all={all} />
			)}
			{page.nextCursor && (
				<p className="cs-muted">
					{t("roles.more", { shown: formatNumber(page.items.length, locale), all: formatNumber(page.total, locale) })}
				</p>
			)}
		</>
	);
}

function RoleTable({ caption, rows, all }: { caption: string; rows: RoleJson[]; all: number }) {
	const { t, locale } = useSpeech();
	const me = useMe();
	const place = usePlace();
	const columns: Column<RoleJson>[] = [
		{
			key: "name",
			header: t("roles.name"),
			cell: (role) => (
				<>
					<Link to={withQuery(place, { role: role.id, from: null })} data-row-link>
						{role.name}
					</Link>
					{!role.builtIn && <span className="cs-sub">{t(`role.${role.base}`)}</span>}
				</>
			),
		},
		{ key: "sees", header: t("roles.sees"), narrow: false, cell: (role) => t(`scope.${role.scope}`) },
		{
			key: "may",
			header: t("roles.may"),
			figure: true,
			narrow: false,
			cell: (role) =>
				t("roles.mayCount", {
					count: formatNumber(role.permissions.length, locale),
					all: formatNumber(Math.max(all, role.permissions.length), locale),
				}),
		},
		{ key: "people", header: t("roles.people"), figure: true, cell: (role) => formatNumber(role.people, locale) },
	];
	if (me.permissions.includes("roles:write")) {
		columns.push({
			key: "copy",
			header: t("roles.copy"),
			narrow: false,
			cell: (role) => (
				<Link
					to={withQuery(place, { role: "new", from: role.id })}
					aria-label={t("roles.copyThis", { name: role.name })}
				>
					{t("roles.copy")}
				</Link>
			),
		});
	}
	return <DataTable caption={caption} columns={columns} rows={rows} rowKey={(role) => role.id} />;
}
