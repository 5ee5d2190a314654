import { Button, Checkbox } from "@fluentui/react-components";
import { type KeyboardEvent, useState } from "react";
import type { IdentityJson } from "../../../core/contract/identities.ts";
import { identityTable } from "../../../core/contract/tables/identity-table.ts";
import { formatMoney } from "../../../core/words/format-money.ts";
import { formatNumber } from "../../../core/words/format-number.ts";
import { useSpeech } from "../../kit/kit-words.tsx";
import { StateNotice } from "../../kit/state-notice.tsx";
import { readMoney } from "../money.ts";
import { useMe, usePortal } from "../portal-context.tsx";
import { Link } from "../router.tsx";
import { LongTable } from "../table/long-table.tsx";
import { useTableView } from "../table/use-table-view.ts";
import { useList } from "../use-list.ts";
import { AssignDialog } from "./assign-dialog.tsx";
import { DecisionNews } from "./change-list.tsx";
import { IdentityPerson, useWhence } from "./identity-person.tsx";
import { useDecisions } from "./use-decisions.ts";

/** Names and accounts, what fits nobody first: chosen one by one or all at once, and decided by mouse or key. */
export function IdentityList({ changed }: { changed: () => void }) {
	const { t, locale } = useSpeech();
	const { session } = usePortal();
	const me = useMe();
	const whence = useWhence();
	const view = useTableView(identityTable);
	const list = useList<IdentityJson>({
		key: JSON.stringify(view.asked),
		load: (cursor) => session.client.identities({ ...view.asked, ...(cursor ? { cursor } : {}) } as object),
		one: () => Promise.reject(new Error("names are read by the page")),
		hears: (e) => e.type === "people.changed" || e.type === "import.finished" || e.type === "import.undone",
	});
	const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
	const [asking, setAsking] = useState<IdentityJson[] | null>(null);
	const decisions = useDecisions();
	const rows = list.data?.items ?? [];
	const mayMatch = me.permissions.includes("people:match");
	const here = rows.filter((row) => chosen.has(row.id));

	const toggle = (id: string) => {
		const next = new Set(chosen);
		if (!next.delete(id)) next.add(id);
		setChosen(next);
	};
	const after = () => {
		setChosen(new Set());
		list.reload();
		changed();
	};
	const decide = (what: { identityId: string; personId?: string; as?: "themselves" | "ignored" }[]) => {
		if (what.length === 0) return;
		setAsking(null);
		decisions.make((key) => session.client.decideIdentities({ decisions: what }, key), after);
	};
	const accept = (some: IdentityJson[]) =>
		decide(some.flatMap((row) => (row.suggestion ? [{ identityId: row.id, personId: row.suggestion.person.id }] : [])));
	const all = (as: "themselves" | "ignored") => decide(here.map((row) => ({ identityId: row.id, as })));

	const press = (event: KeyboardEvent) => {
		if (!mayMatch || event.ctrlKey || event.metaKey || event.altKey || !(event.target instanceof HTMLAnchorElement))
			return;
		const id = event.target.dataset["identity"];
		const row = rows.find((one) => one.id === id);
		if (!row) return;
		if (event.key === " ") toggle(row.id);
		else if (event.key.toLowerCase() === "c") accept(here.length > 0 ? here : [row]);
		else return;
		event.preventDefault();
	};
	const looks = {
		label: {
			cell: (row: IdentityJson) => (
				<span className="people-row">
					{mayMatch && row.state !== "matched" && (
						<Checkbox
							checked={chosen.has(row.id)}
							onChange={() => toggle(row.id)}
							aria-label={t("people.chooseOne", { name: row.label })}
						/>
					)}
					<span>
						<Link
							to={row.holderId ? `/deals?status=all&ownerId=${row.holderId}` : "/people"}
							data-row-link
							data-identity={row.id}
							title={t("people.seeItsDeals", { name: row.label })}
						>
							{row.label}
						</Link>
						<span className="cs-sub">{whence(row)}</span>
					</span>
				</span>
			),
		},
		person: { narrow: true, cell: (row: IdentityJson) => <IdentityPerson identity={row} /> },
		open: {
			cell: ({ holds }: IdentityJson) =>
				holds ? (
					<>
						{formatMoney(readMoney(holds.open), locale, { whole: true })}
						{holds.unpriced > 0 && <span className="cs-sub">{t("people.unpriced", { count: holds.unpriced })}</span>}
					</>
				) : (
					"–"
				),
		},
		lastSeen: { desk: true },
	};
	const fits = here.filter((row) => row.suggestion).length;
	return (
		<>
			<DecisionNews key={decisions.made?.id ?? ""} decisions={decisions} undone={after} />
			{/* biome-ignore lint/a11y/noStaticElementInteractions: keys pressed on the rows' links inside */}
			<div onKeyDown={press} className="people-list">
				<LongTable
					view={view}
					list={list}
					looks={looks}
					count={(total, more) => t("people.identityCount", { count: total, shown: formatNumber(total, locale), more })}
					none={
						view.isFiltered ? (
							<StateNotice state="empty" title={t("people.none")} />
						) : (
							<StateNotice
								state="empty"
								title={t("people.none.unmatched")}
								action={<Link to="/import">{t("people.toImport")}</Link>}
							>
								<p>{t("people.noneSays")}</p>
							</StateNotice>
						)
					}
				/>
			</div>
			{mayMatch && rows.some((row) => row.state !== "matched") && (
				<div className="people-bar" role="toolbar" aria-label={t("people.choose")}>
					<Checkbox
						label={t("people.chosen", { count: here.length })}
						aria-label={t("people.chooseAll")}
						checked={here.length === 0 ? false : here.length === rows.length ? true : "mixed"}
						onChange={() => setChosen(here.length === rows.length ? new Set() : new Set(rows.map((row) => row.id)))}
					/>
					<Button appearance="primary" disabled={fits === 0 || decisions.busy} onClick={() => accept(here)}>
						{t("people.accept")}
						{fits > 0 && ` (${formatNumber(fits, locale)})`}
					</Button>
					<Button disabled={here.length === 0 || decisions.busy} onClick={() => setAsking(here)}>
						{t("people.assign")}
					</Button>
					<Button disabled={here.length === 0 || decisions.busy} onClick={() => all("themselves")}>
						{t("people.themselves")}
					</Button>
					<Button disabled={here.length === 0 || decisions.busy} onClick={() => all("ignored")}>
						{t("people.ignore")}
					</Button>
					<p className="cs-muted people-keys">{t("people.keys")}</p>
				</div>
			)}
			{asking && (
				<AssignDialog
					count={asking.length}
					first={asking.length === 1 ? (asking[0]?.suggestion?.person ?? null) : null}
					assign={(personId) => decide(asking.map((row) => ({ identityId: row.id, personId })))}
					cancel={() => setAsking(null)}
				/>
			)}
		</>
	);
}
