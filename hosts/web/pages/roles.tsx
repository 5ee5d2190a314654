import { Button } from "@fluentui/react-components";
import type { RoleJson } from "../../../core/contract/roles.ts";
import { roleTable } from "../../../core/contract/tables/role-table.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { type Column, DataTable } from "../../kit/data-table.tsx";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { Loading, Page } from "../page-frame.tsx";
import { useMe, usePortal } from "../portal-context.tsx";
import { RoleEditor } from "../role-editor.tsx";
import { Link, navigate, usePlace, withQuery } from "../router.tsx";
import { SettingsWays } from "../settings-sections.tsx";
import { type Looks, useDrawnColumns } from "../table/drawn-columns.tsx";
import { LongTable } from "../table/long-table.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { useList } from "../use-list.ts";
import { useLoad } from "../use-load.ts";
import "./roles.css";

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
	const builtIn = useLoad("built-in roles", () => session.client.roles({ limit: 1 }));
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
			<div className="stack">
				<section aria-labelledby="own-title">
					<h2 id="own-title">{t("roles.own")}</h2>
					<OwnRoles all={all} />
				</section>
				<section aria-labelledby="built-in-title">
					<h2 id="built-in-title">{t("roles.builtIn")}</h2>
					<Loading of={builtIn} lines={5}>
						{(page) => <BuiltInRoles rows={page.builtIn} all={all} />}
					</Loading>
				</section>
			</div>
		</Page>
	);
}

function OwnRoles({ all }: { all: number }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const view = useTableView(roleTable);
	const list = useList<RoleJson>({
		key: JSON.stringify(view.asked),
		load: (cursor) => session.client.roles({ ...view.asked, ...(cursor ? { cursor } : {}) }),
		one: (id) => session.client.role(id),
		hears: () => false,
	});
	const looks = useRoleLooks(all);
	const copy = useCopyColumn();
	return (
		<LongTable
			view={view}
			list={list}
			looks={looks}
			also={copy}
			count={(total) => {
				const all = formatNumber(total, locale);
				return t("table.count", { part: "no", count: total, shown: all, all });
			}}
			none={
				view.isFiltered ? (
					<p className="cs-muted">{t("roles.noneFound")}</p>
				) : (
					<StateNotice state="empty" title={t("roles.none")} />
				)
			}
		/>
	);
}

/** The five that never change: neither filtered nor sorted. */
function BuiltInRoles({ rows, all }: { rows: RoleJson[]; all: number }) {
	const { t } = useSpeech();
	const view = useTableView(roleTable, { prefix: "builtIn." });
	const columns = useDrawnColumns(view, useRoleLooks(all)).map(({ sort: _, ...column }) => column);
	const copy = useCopyColumn();
	return (
		<DataTable caption={t("roles.builtIn")} columns={[...columns, ...copy]} rows={rows} rowKey={(role) => role.id} />
	);
}

function useRoleLooks(all: number): Looks<RoleJson> {
	const { t, locale } = useSpeech();
	const place = usePlace();
	return {
		name: {
			cell: (role) => (
				<>
					<Link to={withQuery(place, { role: role.id, from: null })} data-row-link>
						{role.name}
					</Link>
					{!role.builtIn && <span className="cs-sub">{t(`role.${role.base}`)}</span>}
				</>
			),
		},
		may: {
			cell: (role) =>
				t("roles.mayCount", {
					count: formatNumber(role.permissions.length, locale),
					all: formatNumber(Math.max(all, role.permissions.length), locale),
				}),
		},
		people: { narrow: true },
	};
}

function useCopyColumn(): Column<RoleJson>[] {
	const { t } = useSpeech();
	const me = useMe();
	const place = usePlace();
	if (!me.permissions.includes("roles:write")) return [];
	return [
		{
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
		},
	];
}
